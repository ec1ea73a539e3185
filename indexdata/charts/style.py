"""The styles of a chart that is a file of its own."""

#: Styles of a chart file, which must look right without the site's style sheets; the colours are those of
#: css/tokens.css.
FILE_STYLE = (
    "svg{--paper:#f6f2e9;--ink:#1e2430;--soft:#565c68;--rule:#d8cfbd;--axis:#a79d88;--demo:#7a5a12;"
    "--s1:#24406e;--s2:#98292c;--s3:#2f6648;--s4:#8a5a00;--s5:#5d3a7a;--s6:#00646e;"
    'font-family:system-ui,-apple-system,"Segoe UI","PingFang SC","Microsoft YaHei",'
    '"Noto Sans CJK SC",sans-serif;'
    "font-variant-numeric:tabular-nums}"
    "@media(prefers-color-scheme:dark){svg{--paper:#14171d;--ink:#e9e4d8;--soft:#a9abad;--rule:#343a46;"
    "--axis:#565d6b;--demo:#d9b45f;"
    "--s1:#9db7e4;--s2:#f0908c;--s3:#86c79d;--s4:#e0b45a;--s5:#c3a3e0;--s6:#74c7d0}}"
    ".kc-paper{fill:var(--paper)}text{fill:var(--soft);font-size:13px}"
    ".kc-title{fill:var(--ink);font-size:19px;font-weight:600}.kc-source,.kc-note,.kc-unit,.kc-legend{font-size:12.5px}"
    ".kc-name{fill:var(--ink)}.kc-value{fill:var(--ink);font-size:24px;font-weight:600}.kc-value--small{font-size:15px}"
    ".kc-grid{stroke:var(--rule)}.kc-axis,.kc-zero,.kc-leader{stroke:var(--axis)}"
    ".kc-leader{stroke-dasharray:1 2}"
    ".kc-line{stroke-width:2;stroke-linejoin:round;stroke-linecap:round}.kc-dots{stroke-width:5;stroke-linecap:round}"
    ".kc-line--1,.kc-mark--1{color:var(--s1)}.kc-line--2,.kc-mark--2{color:var(--s2)}"
    ".kc-line--3,.kc-mark--3{color:var(--s3)}.kc-line--4,.kc-mark--4{color:var(--s4)}"
    ".kc-line--5,.kc-mark--5{color:var(--s5)}.kc-line--6,.kc-mark--6{color:var(--s6)}"
    ".kc-mark{fill:currentColor}"
    ".kc-line.kc-demo{stroke-width:1.4;stroke-dasharray:3 2;stroke-linecap:butt}"
    ".kc-dots.kc-demo{stroke-width:3.5}"
    "svg:not(.kc-chart--several) .kc-demo{color:var(--demo)}.kc-mark.kc-demo{fill:var(--paper);stroke:currentColor;stroke-width:1.5}"
    "text.kc-demo,tspan.kc-demo{fill:var(--demo);font-style:italic}:lang(zh) .kc-demo{font-style:normal}"
)
