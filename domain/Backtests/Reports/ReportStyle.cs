using System.Security.Cryptography;
using System.Text;

namespace Countersign.Domain.Backtests.Reports;

/// <summary>The one style sheet of a report, and the policy under which it works: this style, and nothing from anywhere.</summary>
internal static class ReportStyle
{
    public const string Css = """

        :root{color-scheme:light dark;--ground:#f6f7f8;--card:#fff;--ink:#1b1f23;--soft:#59626b;--line:#e1e4e8;--accent:#2457c5;--accent-c:36 87 197;
        --gain:#0a7354;--gain-c:16 140 104;--loss:#b83a0b;--loss-c:214 84 28;--warn:#fff6e0;--warn-line:#e2b33c}
        @media (prefers-color-scheme:dark){:root{--ground:#101316;--card:#181c20;--ink:#e6e9ec;--soft:#9ba5af;--line:#2b3138;--accent:#86aaff;
        --accent-c:110 152 255;--gain:#4ccb9f;--gain-c:50 178 135;--loss:#ff9166;--loss-c:236 112 62;--warn:#2a2413;--warn-line:#8a6d1f}}
        *{box-sizing:border-box}
        body{margin:0;background:var(--ground);color:var(--ink);font:15px/1.5 system-ui,-apple-system,"Segoe UI",Roboto,"Helvetica Neue",sans-serif}
        main{max-width:1140px;margin:0 auto;padding:28px 20px 48px}
        h1{font-size:26px;line-height:1.25;margin:0 0 4px;overflow-wrap:anywhere}
        h2{font-size:17px;margin:0 0 12px}
        h3{font-size:14px;margin:0 0 6px;color:var(--soft);font-weight:600}
        p{margin:0 0 10px}
        .soft{color:var(--soft)}
        .over{color:var(--soft);font-size:13px;letter-spacing:.04em;text-transform:uppercase;margin:0 0 4px}
        section{background:var(--card);border:1px solid var(--line);border-radius:10px;padding:18px 20px;margin-top:16px}
        .warnings{background:var(--warn);border-color:var(--warn-line)}
        .warnings ul{margin:0;padding-left:18px}
        dl{margin:0}
        .facts{display:grid;grid-template-columns:repeat(auto-fill,minmax(210px,1fr));gap:12px 24px;margin-top:18px}
        .facts .wide{grid-column:1/-1}
        dt{color:var(--soft);font-size:12.5px}
        dd{margin:0;overflow-wrap:anywhere}
        code{font:12.5px/1.5 ui-monospace,SFMono-Regular,Menlo,Consolas,monospace}
        .tiles{display:grid;grid-template-columns:repeat(4,1fr);gap:1px;background:var(--line);border:1px solid var(--line);border-radius:8px;overflow:hidden}
        .tiles div{background:var(--card);padding:11px 14px}
        .tiles dd{font-size:20px;font-weight:600;font-variant-numeric:tabular-nums;line-height:1.35}
        .gain{color:var(--gain)}
        .loss{color:var(--loss)}
        .two{display:grid;grid-template-columns:repeat(2,minmax(0,1fr));gap:24px 32px}
        .more{margin-top:20px}
        figure{margin:0}
        figcaption{color:var(--soft);font-size:13px;margin-top:6px}
        .chart{display:block;width:100%;height:240px;overflow:hidden}
        .chart.tall{height:440px}
        .grid{stroke:var(--line);stroke-width:1}
        .zero{stroke:var(--soft);stroke-width:1;stroke-dasharray:4 4}
        .plot *{vector-effect:non-scaling-stroke}
        .value{fill:none;stroke:var(--accent);stroke-width:1.6;stroke-linejoin:round}
        .under{fill:rgb(var(--loss-c)/.22);stroke:none}
        .fall{fill:none;stroke:var(--loss);stroke-width:1;stroke-linejoin:round}
        .bar-gain{fill:rgb(var(--gain-c)/.8)}
        .bar-loss{fill:rgb(var(--loss-c)/.8)}
        .dots{fill:none;stroke-width:5;stroke-linecap:round}
        .dots-gain{stroke:rgb(var(--gain-c)/.55)}
        .dots-loss{stroke:rgb(var(--loss-c)/.55)}
        .band{fill:rgb(var(--accent-c)/.16);stroke:none}
        .chart text{font-size:11.5px;fill:var(--soft);font-variant-numeric:tabular-nums;paint-order:stroke;stroke:var(--card);stroke-width:4px;stroke-linejoin:round}
        .scroll{overflow:auto;max-width:100%}
        .scroll:focus-visible{outline:2px solid var(--accent);outline-offset:2px}
        .low{max-height:380px}
        table{border-collapse:collapse;width:100%;font-size:13.5px;font-variant-numeric:tabular-nums}
        caption{text-align:left;color:var(--soft);font-size:13px;padding-bottom:6px;caption-side:top}
        th{font-weight:600;text-align:right;white-space:nowrap}
        thead th{white-space:normal;vertical-align:bottom}
        td{text-align:right;white-space:nowrap}
        th,td{padding:4px 8px;border-bottom:1px solid var(--line)}
        th:first-child,td:first-child{text-align:left;padding-left:2px}
        tbody th{font-weight:500}
        tbody tr:last-child>*{border-bottom:0}
        .low thead th{position:sticky;top:0;background:var(--card);box-shadow:0 1px 0 var(--line)}
        .plain td{white-space:normal}
        .named tbody th{white-space:normal;min-width:9em;max-width:26em;overflow-wrap:anywhere}
        .text{text-align:left}
        .cells th,.cells td{text-align:center;padding:5px 6px;border:1px solid var(--card)}
        .cells tbody th,.cells thead th:first-child{text-align:left}
        .cells .year{font-weight:600}
        .g1{background:rgb(var(--gain-c)/.10)}.g2{background:rgb(var(--gain-c)/.20)}.g3{background:rgb(var(--gain-c)/.32)}.g4{background:rgb(var(--gain-c)/.46)}
        .l1{background:rgb(var(--loss-c)/.10)}.l2{background:rgb(var(--loss-c)/.20)}.l3{background:rgb(var(--loss-c)/.32)}.l4{background:rgb(var(--loss-c)/.46)}
        .q0{background:rgb(var(--accent-c)/.03)}.q1{background:rgb(var(--accent-c)/.09)}.q2{background:rgb(var(--accent-c)/.16)}.q3{background:rgb(var(--accent-c)/.23)}
        .q4{background:rgb(var(--accent-c)/.30)}.q5{background:rgb(var(--accent-c)/.38)}.q6{background:rgb(var(--accent-c)/.46)}.q7{background:rgb(var(--accent-c)/.55)}
        .best{outline:2px solid var(--ink);outline-offset:-2px;font-weight:700}
        footer{color:var(--soft);font-size:12.5px;margin-top:18px}
        @media (max-width:760px){main{padding:18px 12px 36px}h1{font-size:22px}section{padding:15px 14px}.tiles{grid-template-columns:repeat(2,1fr)}
        .tiles dd{font-size:18px}.two{grid-template-columns:minmax(0,1fr)}.chart.tall{height:380px}.chart{height:210px}.minor{display:none}
        .facts{grid-template-columns:repeat(auto-fill,minmax(140px,1fr))}table{font-size:12.5px}th,td{padding:4px 5px}}
        @media print{body{background:#fff}section{break-inside:avoid}.low{max-height:none}}

        """;

    /// <summary>For the page's own meta element and for whoever serves it.</summary>
    public static string Policy { get; } =
        $"default-src 'none'; style-src 'sha256-{Convert.ToBase64String(SHA256.HashData(Encoding.UTF8.GetBytes(Css)))}'; base-uri 'none'; form-action 'none'";
}
