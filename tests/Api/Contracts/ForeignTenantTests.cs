using System.Net;
using System.Text;
using System.Text.Json.Nodes;
using Countersign.Domain.Tenants;
using Countersign.Tests.Api.Tenants;
using Xunit;

namespace Countersign.Tests.Api.Contracts;

/// <summary>The catalogue's column "wrong tenant", against things that another tenant really has.</summary>
public sealed class ForeignTenantTests(FullDesk full) : IClassFixture<FullDesk>
{
    [Fact]
    public async Task Requests_ForWhatAnotherTenantHas_AreAnsweredAsForWhatIsNotThereAndChangeNothing()
    {
        var before = await StateAsync();
        var wrong = new List<string>();
        foreach (var entry in Catalogue.All.Where(RealRequests.NamesATenants))
        {
            var foreign = await AskAsync(entry, full.Ids);
            var absent = await AskAsync(entry, full.Ids.ToDictionary(i => i.Key, i => Nowhere(i.Value)));
            if (foreign.Status != HttpStatusCode.NotFound || foreign.Code != "not_found" || foreign != absent)
            {
                wrong.Add($"{entry}: {foreign}; of what is not there: {absent}");
            }
        }

        Assert.True(wrong.Count == 0, string.Join('\n', wrong));
        Assert.Equal(before, await StateAsync());
    }

    [Fact]
    public async Task Reads_OfOneTenant_TellNothingThatAnotherNamed()
    {
        foreach (var entry in Catalogue.All.Where(e => e.Method == "GET" && e.Route != "/api/v1/live" && (e.Allowed & Catalogue.Members) != Roles.None))
        {
            using var answer = await full.Desk.GetAsync(RealRequests.PathOf(entry, full.Ids), full.TokenFor(entry.Allowed, "x2"));
            var text = await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);

            Assert.DoesNotContain(FullDesk.Marker, text, StringComparison.OrdinalIgnoreCase);
            Assert.DoesNotContain("t-x1", text, StringComparison.Ordinal);
        }
    }

    [Theory]
    [InlineData("orders?accountId=")]
    [InlineData("positions?accountId=")]
    [InlineData("executions?accountId=")]
    [InlineData("trades?accountId=")]
    public async Task Lists_FilteredByAnotherTenantsAccount_AreEmpty(string list)
    {
        var mine = await full.Desk.DoneAsync(HttpMethod.Get, list + full.Ids["{accountId}"], full.Token("pm@x2"));

        Assert.Empty(mine.GetProperty("items").EnumerateArray());
    }

    private async Task<Answer> AskAsync(CatalogueEntry entry, IReadOnlyDictionary<string, string> ids)
    {
        using var request = new HttpRequestMessage(new HttpMethod(entry.Method), RealRequests.PathOf(entry, ids));
        if (RealRequests.BodyOf(entry, ids) is { } body)
        {
            request.Content = new StringContent(body, Encoding.UTF8, "application/json");
        }

        using var response = await full.Desk.SendAsync(request, full.TokenFor(entry.Allowed, "x2"));
        var text = await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
        if (response.Content.Headers.ContentType?.MediaType != "application/problem+json")
        {
            return new Answer(response.StatusCode, null, text);
        }

        var problem = JsonNode.Parse(text)!.AsObject();
        problem.Remove("traceId");
        return new Answer(response.StatusCode, problem["code"]!.GetValue<string>(), problem.ToJsonString());
    }

    /// <summary>All that the first tenant's administrator and manager can read of what has an id, but for what the market moves by itself.</summary>
    private async Task<string> StateAsync()
    {
        var state = new StringBuilder();
        foreach (var entry in Catalogue.All.Where(e => e.Method == "GET" && e.Route is not ("/api/v1/live" or "/api/v1/audit/verify" or "/api/v1/feeds")
            && !e.Route.EndsWith("/deliveries", StringComparison.Ordinal) && !e.Route.EndsWith("/equity-curve", StringComparison.Ordinal) && (e.Allowed & Catalogue.Members) != Roles.None))
        {
            using var answer = await full.Desk.GetAsync(RealRequests.PathOf(entry, full.Ids), full.TokenFor(entry.Allowed, "x1"));
            var text = await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
            state.AppendLine(entry.ToString()).AppendLine(answer.IsSuccessStatusCode ? text : answer.StatusCode.ToString());
        }

        return state.ToString();
    }

    // Of the same form, so that it is not refused for that.
    private static string Nowhere(string id) => id[..^1] + (id[^1] == '0' ? '1' : '0');

    private sealed record Answer(HttpStatusCode Status, string? Code, string Text);
}
