using System.Net;
using System.Text.Json;
using Countersign.Domain.Strategies;
using Countersign.Tests.Api.Hosting;
using Countersign.Tests.Fixtures;
using Xunit;

namespace Countersign.Tests.Api.Strategies;

public sealed class TemplateTests(ApiHost host) : IClassFixture<ApiHost>
{
    [Fact]
    public async Task Templates_Listed_AreTheFilesOfTheExamples()
    {
        var items = await ListAsync();

        Assert.Equal(
            ["trend-following", "mean-reversion", "london-breakout", "momentum", "scalping", "pairs"], items.Select(t => t.GetProperty("id").GetString()));
        Assert.All(items, template =>
        {
            var file = Path.Combine(SharedFiles.RepositoryRoot, "examples", "strategies", template.GetProperty("id").GetString() + ".json");
            Assert.True(JsonElement.DeepEquals(JsonElement.Parse(File.ReadAllText(file)), template.GetProperty("definition")), file);
        });
    }

    [Fact]
    public async Task Templates_Listed_AreValidAndDescribed() => Assert.All(await ListAsync(), template =>
    {
        var definition = Assert.IsType<StrategyParseResult.Valid>(StrategyJson.Parse(template.GetProperty("definition").GetRawText())).Definition;
        Assert.Equal((definition.Name, definition.Description), (template.GetProperty("name").GetString(), template.GetProperty("description").GetString()));
        Assert.InRange(definition.Description.Length, 150, 1000);
        Assert.False(string.IsNullOrEmpty(template.GetProperty("kind").GetString()));
    });

    [Fact]
    public async Task Template_SentBackAsItIs_IsTakenByTheApi()
    {
        host.Desk.Reset();
        var template = (await ListAsync())[0];

        using var response = await host.PostAsync("/api/v1/strategies", $$"""{"definition":{{template.GetProperty("definition").GetRawText()}}}""");

        // There is no grain behind it; what counts is that nothing of the document was an error.
        Assert.Equal(HttpStatusCode.NotFound, response.StatusCode);
        Assert.Equal(template.GetProperty("name").GetString(), Assert.IsType<CreateStrategy>(host.Desk.Calls.Last().Arguments[0]).Definition.Name);
    }

    private async Task<JsonElement[]> ListAsync()
    {
        using var response = await host.GetAsync("/api/v1/strategies/templates");
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        return [.. (await ApiHost.ReadAsync(response)).GetProperty("items").EnumerateArray()];
    }
}
