using Countersign.Domain.Markets;
using Xunit;

namespace Countersign.Tests.Domain.Markets;

public sealed class NewsReaderTests
{
    [Fact]
    public void Csv_WithSymbolsAndSentiment_IsRead()
    {
        var item = NewsReader.Read(
            """
            time,headline,symbols,sentiment,url,summary
            2024-03-08T13:30:00Z,Payrolls beat,"eurusd; USDJPY",-0.4,https://example.org/a,"Jobs, and wages"
            """,
            "wire", TimeZoneInfo.Utc).Items.Single();

        Assert.Equal(["EURUSD", "USDJPY"], item.Symbols.Select(s => s.Value));
        Assert.Equal((-0.4, "https://example.org/a", "Jobs, and wages"), (item.Sentiment, item.Url, item.Body));
        Assert.Equal(NewsItem.IdOf(item.Time, item.Headline), item.Id);
    }

    [Fact]
    public void Json_WithAListOfSymbols_IsRead()
    {
        var item = NewsReader.Read("""[{"date":"2024-03-08T13:30:00Z","title":"Quiet","symbols":["EURUSD"],"sentiment":null}]""", "wire", TimeZoneInfo.Utc)
            .Items.Single();

        Assert.Equal(("EURUSD", null), (item.Symbols.Single().Value, item.Sentiment));
    }

    [Theory]
    [InlineData("2024-03-08T13:30:00Z,X,EURUSD,1.5,")]
    [InlineData("2024-03-08T13:30:00Z,X,EURUSD,NaN,")]
    [InlineData("2024-03-08T13:30:00Z,X,EUR/USD,0,")]
    [InlineData("2024-03-08T13:30:00Z,X,EURUSD,0,javascript:alert(1)")]
    [InlineData("2024-03-08T13:30:00Z,,EURUSD,0,")]
    public void Line_WithAWrongField_IsADefect(string line)
    {
        var file = NewsReader.Read("time,headline,symbols,sentiment,url\n" + line, "wire", TimeZoneInfo.Utc);

        Assert.Empty(file.Items);
        Assert.Equal(2, Assert.Single(file.Defects).Line);
    }
}
