"""One module a page; its class has the page's name."""
