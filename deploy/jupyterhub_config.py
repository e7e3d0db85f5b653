"""JupyterHub with the pages of journeykit beside everybody's JupyterLab.

Put these lines into the hub's own configuration, with a store that all can reach.
"""

import os

STORE = os.environ["JOURNEYKIT_STORE"]  # postgresql://journeykit@database/journeykit
PORT = 8866

c = get_config()  # noqa: F821  (JupyterHub gives it)

# the notebooks: the same workshops in everybody's JupyterLab
c.Spawner.environment = {"JOURNEYKIT_STORE": STORE}
c.Spawner.default_url = "/lab/tree/journeykit-notebooks/home.ipynb"
c.Spawner.args = ["--ServerApp.jpserver_extensions={'voila.server_extension': False}"]

# the pages: one process of its own, which lets in whoever has a key or a code
c.JupyterHub.services = [
    {
        "name": "journeykit",
        "command": ["journeykit", "serve", "--no-open", "--host", "0.0.0.0", "--port", str(PORT)],
        "environment": {"JOURNEYKIT_STORE": STORE},
    }
]
