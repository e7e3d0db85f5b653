// Draws a chart in a page: with the Vega that our server sends, or with the one that JupyterLab
// carries itself. No library is loaded from another machine.

const MIME = "application/vnd.vegalite.v5+json";
const OPTIONS = { actions: false, renderer: "svg", logLevel: 1 }; // errors only
const drawn = new WeakMap();

/**
 * Draw a Vega-Lite specification into a DOM node and resolve once it stands there.
 *
 * `model` is what anywidget hands to `render`. `spec` is a plain object as of Altair's `to_dict()`;
 * its `$schema` is ignored, since JupyterLab's Vega-Lite is version 5. Drawing again into the
 * same node replaces the chart. `node` must be in the document for `"width": "container"`.
 * Rejects with an Error when the specification is wrong or nothing is there that draws.
 */
export async function drawChart(model, node, spec) {
  const { $schema: _, ...chart } = spec;
  const rendermime = model.widget_manager?.rendermime;
  if (window.jkCharts) await embedded(node, chart);
  else if (rendermime?.mimeTypes.includes(MIME)) await rendered(rendermime, node, chart);
  else throw new Error("Charts cannot be drawn here: the page has no renderer for Vega-Lite 5.");
}

async function embedded(node, chart) {
  const embed = await window.jkCharts();
  drawn.get(node)?.();
  const place = document.createElement("div");
  node.replaceChildren(place);
  const { finalize } = await embed(place, chart, { ...OPTIONS, mode: "vega-lite" });
  drawn.set(node, finalize);
}

async function rendered(rendermime, node, chart) {
  const renderer = rendermime.createRenderer(MIME);
  const data = {
    [MIME]: chart,
    // the renderer would add a bitmap of the chart for saving notebooks; it asks for this key
    "image/png": "none",
  };
  const metadata = { [MIME]: { embed_options: OPTIONS } };
  drawn.get(node)?.();
  drawn.set(node, () => renderer.dispose());
  node.replaceChildren(renderer.node);
  await renderer.renderModel(rendermime.createModel({ data, metadata, trusted: true }));
}

/** Take a chart away and free what it holds. */
export function eraseChart(node) {
  drawn.get(node)?.();
  drawn.delete(node);
  node.replaceChildren();
}
