namespace SparseGen.Experiments.Report;

/// <summary>The style sheet of reports, with a light and a dark theme, for narrow and wide screens.</summary>
static class ReportStyle
{
    /// <summary>
    /// Line colours are based on those of Okabe and Ito (2008), which can be distinguished with colour vision deficiencies; the dark theme
    /// has lighter variants. Their black is used only for the line of the unpruned network.
    /// </summary>
    public const string Css = """

        :root { color-scheme: light dark;
          --ground: #fff; --words: #1d1d1f; --faint: #5c5c63; --rule: #d9d9de; --raised: #f4f4f6; --mark: #fff3d6; --warn: #a33b00;
          --c0: #0072b2; --c1: #d55e00; --c2: #009e73; --c3: #b0568c; --c4: #8a6d00; --c5: #2f8fc4; --c6: #5b4bb3; --c7: #6b6b6b; }
        @media (prefers-color-scheme: dark) { :root {
          --ground: #16171a; --words: #ececf0; --faint: #a8a8b3; --rule: #3a3b41; --raised: #222328; --mark: #3d3416; --warn: #ffab7a;
          --c0: #56b4e9; --c1: #f08c3a; --c2: #2fc49a; --c3: #e39ac3; --c4: #f0e442; --c5: #9bd3f5; --c6: #b3a6ff; --c7: #b5b5b5; } }
        body { margin: 0 auto; padding: 1rem; max-width: 62rem; background: var(--ground); color: var(--words);
          font: 1rem/1.5 system-ui, sans-serif; overflow-wrap: break-word; }
        h1 { font-size: 1.5rem; line-height: 1.25; } h2 { font-size: 1.25rem; margin-top: 2.5rem; border-top: 1px solid var(--rule); padding-top: 1rem; } h3 { font-size: 1.05rem; margin-top: 2rem; }
        .command { background: var(--raised); padding: .6rem .8rem; border-radius: .4rem; white-space: pre-wrap; overflow-wrap: anywhere; }
        .small { color: var(--faint); font-size: .875rem; } .finding { font-weight: 600; } .remark, .unfinished { color: var(--warn); }
        .scroll { overflow-x: auto; margin: 1rem 0; }
        table { border-collapse: collapse; font-size: .875rem; font-variant-numeric: tabular-nums; }
        th, td { padding: .25rem .7rem; text-align: right; border-bottom: 1px solid var(--rule); white-space: nowrap; }
        tbody th { font-weight: 400; } thead th { color: var(--faint); font-weight: 600; vertical-align: bottom; white-space: normal; }
        tbody th, thead th:first-child { position: sticky; left: 0; background: var(--ground); }
        tr.best > * { background: var(--mark); }
        details { margin: .8rem 0; } summary { cursor: pointer; color: var(--faint); }
        .chart { margin: 1rem 0; } .chart svg.wide { width: 100%; height: auto; } .chart svg.narrow { display: none; width: 100%; height: auto; }
        @media (max-width: 640px) { .chart svg.wide { display: none; } .chart svg.narrow { display: block; } }
        .legend { display: flex; flex-wrap: wrap; gap: .2rem 1.2rem; list-style: none; margin: 0 0 .4rem; padding: 0; font-size: .875rem; }
        .legend li { display: flex; align-items: center; gap: .4rem; } .key { flex: none; }
        svg text { font: 13px system-ui, sans-serif; fill: var(--faint); } svg text.title { fill: var(--words); }
        .grid { stroke: var(--rule); } .axis { stroke: var(--faint); }
        .level { stroke: var(--words); stroke-dasharray: 6 4; stroke-width: 1.5; }
        .line { fill: none; stroke-width: 2; } .bar { stroke-width: 1.2; } .mark { stroke: var(--ground); stroke-width: 1; }
        .line.c0, .bar.c0 { stroke: var(--c0); } .mark.c0 { fill: var(--c0); } .line.c1, .bar.c1 { stroke: var(--c1); } .mark.c1 { fill: var(--c1); }
        .line.c2, .bar.c2 { stroke: var(--c2); } .mark.c2 { fill: var(--c2); } .line.c3, .bar.c3 { stroke: var(--c3); } .mark.c3 { fill: var(--c3); }
        .line.c4, .bar.c4 { stroke: var(--c4); } .mark.c4 { fill: var(--c4); } .line.c5, .bar.c5 { stroke: var(--c5); } .mark.c5 { fill: var(--c5); }
        .line.c6, .bar.c6 { stroke: var(--c6); } .mark.c6 { fill: var(--c6); } .line.c7, .bar.c7 { stroke: var(--c7); } .mark.c7 { fill: var(--c7); }
        .strips { display: grid; grid-template-columns: repeat(auto-fit, minmax(min(20rem, 100%), 1fr)); gap: .3rem 1rem; padding: .3rem; border: 2px solid transparent; }
        .matrix { max-width: 100%; height: auto; border: 1px solid var(--rule); } .cell { fill: var(--c0); }
        .strips.best { border-color: var(--c1); border-radius: .3rem; }
        .strips figure { margin: 0; } figcaption { font-size: .8125rem; color: var(--faint); } .strips img { width: 100%; image-rendering: pixelated; }

        """;
}
