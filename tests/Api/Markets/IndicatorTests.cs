using System.Net;
using Countersign.Domain.Indicators;
using Countersign.Tests.Api.Hosting;
using Xunit;

namespace Countersign.Tests.Api.Markets;

public sealed class IndicatorTests(ApiHost host) : IClassFixture<ApiHost>
{
    [Fact]
    public async Task Indicators_Listed_AreTheWholeCatalogueByName()
    {
        using var response = await host.GetAsync("/api/v1/indicators");

        var items = (await ApiHost.ReadAsync(response)).GetProperty("items").EnumerateArray().ToArray();
        Assert.Equal(IndicatorCatalogue.Definitions.Select(definition => definition.Name), items.Select(item => item.GetProperty("name").GetString()));
        Assert.True(items.Length >= 100, $"only {items.Length}");
        Assert.All(items, item => Assert.True(IndicatorCatalogue.TryParse(item.GetProperty("text").GetString()!, out _, out _)));
    }

    [Fact]
    public async Task Indicators_OfAFamily_AreOnlyThose()
    {
        using var response = await host.GetAsync("/api/v1/indicators?family=volatility");

        var items = (await ApiHost.ReadAsync(response)).GetProperty("items").EnumerateArray().ToArray();
        Assert.Contains(items, item => item.GetProperty("name").GetString() == "atr");
        Assert.All(items, item => Assert.Equal("volatility", item.GetProperty("family").GetString()));
    }

    [Fact]
    public async Task Indicator_Shown_HasWhatAnEditorNeeds()
    {
        using var response = await host.GetAsync("/api/v1/indicators/macd");

        var body = await ApiHost.ReadAsync(response);
        Assert.Equal("macd(12,26,9)", body.GetProperty("text").GetString());
        Assert.Equal(("momentum", "own", 34), (body.GetProperty("family").GetString(), body.GetProperty("pane").GetString(), body.GetProperty("warmUpBars").GetInt32()));
        var slow = body.GetProperty("parameters")[1];
        Assert.Equal(("slow", 2.0, 10_000.0, 26.0, true), (
            slow.GetProperty("name").GetString(), slow.GetProperty("minimum").GetDouble(), slow.GetProperty("maximum").GetDouble(),
            slow.GetProperty("default").GetDouble(), slow.GetProperty("whole").GetBoolean()));
        Assert.Equal(
            [("line", "line"), ("signal", "line"), ("histogram", "histogram")],
            body.GetProperty("outputs").EnumerateArray().Select(o => (o.GetProperty("name").GetString()!, o.GetProperty("style").GetString()!)));
    }

    [Theory]
    [InlineData("/api/v1/indicators/unknown")]
    [InlineData("/api/v1/indicators/MACD")]
    public async Task Indicator_ThatIsNotThere_IsNotFound(string path)
    {
        using var response = await host.GetAsync(path);

        Assert.Equal(HttpStatusCode.NotFound, response.StatusCode);
    }

    [Fact]
    public async Task Indicators_OfAnUnknownFamily_NameTheField()
    {
        using var response = await host.GetAsync("/api/v1/indicators?family=magic");

        await ProblemAssert.NamesAsync(response, "family");
    }
}
