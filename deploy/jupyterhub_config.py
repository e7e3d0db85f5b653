"""JupyterHub with the pages of journeykit beside everybody's JupyterLab.

Put these lines into the hub's own configuration, with a store that all can reach. Each user's
Python needs journeykit, jupyterhub and jupyterlab.
"""

import os

STORE = os.environ["JOURNEYKIT_STORE"]  # postgresql://journeykit@database/journeykit
PORT = 8866
#: gives each user a folder with the notebooks; what is there already is never written over
COPY = (
    "from pathlib import Path; from journeykit.serving.notebooks import COPY, own_notebooks; "
    "own_notebooks(Path(COPY))"
)

c = get_config()  # noqa: F821  (JupyterHub gives it)

# the notebooks: the same workshops in everybody's JupyterLab
c.Spawner.environment = {"JOURNEYKIT_STORE": STORE}
c.Spawner.default_url = "/lab/tree/journeykit-notebooks/home.ipynb"
c.Spawner.cmd = ["sh", "-c", f'python -c "{COPY}"; exec jupyterhub-singleuser "$@"', "user"]
# what is named here is all that is loaded: JupyterLab, and never Voilà
c.Spawner.args = [
    "--ServerApp.jpserver_extensions={'jupyterlab': True, 'voila.server_extension': False}"
]

# the pages: one process of its own, which lets in whoever has a key or a code
c.JupyterHub.services = [
    {
        "name": "journeykit",
        "command": ["journeykit", "serve", "--no-open", "--lan", "--port", str(PORT)],
        "environment": {"JOURNEYKIT_STORE": STORE},
    }
]
