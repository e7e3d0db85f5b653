// Draws a chart in a page with the Vega-Lite that Voilà and JupyterLab carry themselves: no
// library is loaded from another machine, no Output widget and no picture of the chart is made.

const MIME = "application/vnd.vegalite.v5+json";
const OPTIONS = { actions: false, renderer: "svg" };
const drawn = new WeakMap();

/**
 * Draw a Vega-Lite specification into a DOM node and resolve once it stands there.
 *
 * `model` is what anywidget hands to `render`; its widget manager knows the renderers of the
 * page, in Voilà and in JupyterLab alike. `spec` is a plain object as of Altair's `to_dict()`;
 * its `$schema` is ignored, since the bundled Vega-Lite is version 5. Drawing again into the
 * same node replaces the chart. `node` must be in the document for `"width": "container"`.
 * Rejects with an Error when the specification is wrong or no renderer is there.
 */
export async function drawChart(model, node, spec) {
  const rendermime = model.widget_manager?.rendermime;
  if (!rendermime?.mimeTypes.includes(MIME)) {
    throw new Error("Charts cannot be drawn here: the page has no renderer for Vega-Lite 5.");
  }
  const { $schema: _, ...chart } = spec;
  const renderer = rendermime.createRenderer(MIME);
  const data = {
    [MIME]: chart,
    // the renderer would add a bitmap of the chart for saving notebooks; it asks for this key
    "image/png": "none",
  };
  const metadata = { [MIME]: { embed_options: OPTIONS } };
  drawn.get(node)?.dispose();
  drawn.set(node, renderer);
  node.replaceChildren(renderer.node);
  await renderer.renderModel(rendermime.createModel({ data, metadata, trusted: true }));
}

/** Take a chart away and free what it holds. */
export function eraseChart(node) {
  drawn.get(node)?.dispose();
  drawn.delete(node);
  node.replaceChildren();
}
