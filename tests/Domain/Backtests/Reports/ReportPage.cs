using System.Xml;
using System.Xml.Linq;
using Countersign.Domain.Backtests;
using Countersign.Domain.Backtests.Reports;

namespace Countersign.Tests.Domain.Backtests.Reports;

/// <summary>A report taken apart. It is written so that an XML reader takes it, which finds every tag that is not closed.</summary>
internal sealed class ReportPage
{
    private readonly XDocument document;

    public ReportPage(BacktestReportInput input)
    {
        Html = BacktestReport.Html(input);
        using var reader = XmlReader.Create(new StringReader(Html), new XmlReaderSettings { DtdProcessing = DtdProcessing.Ignore });
        document = XDocument.Load(reader);
    }

    public string Html { get; }

    public static ReportPage Of(BacktestResult result, Func<BacktestReportInput, BacktestReportInput>? change = null)
    {
        var input = new BacktestReportInput { StrategyName = "A strategy", Result = result };
        return new ReportPage(change?.Invoke(input) ?? input);
    }

    public IEnumerable<XElement> All(string name) => document.Descendants(name);

    public XElement ById(string id) => document.Descendants().Single(e => (string?)e.Attribute("id") == id);

    /// <summary>The section under a heading; null where there is none.</summary>
    public XElement? Section(string title) => All("section").SingleOrDefault(s => s.Element("h2")!.Value == title);

    public string[] Warnings => [.. Section("Before you believe it")?.Descendants("li").Select(li => li.Value) ?? []];
}
