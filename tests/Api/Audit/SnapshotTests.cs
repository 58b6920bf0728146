using System.Net;
using Countersign.Domain.Audit;
using Countersign.Grains.Audit;
using Countersign.Grains.Tenants;
using Countersign.Tests.Api.Hosting;
using Xunit;

namespace Countersign.Tests.Api.Audit;

public sealed class SnapshotTests(ApiHost host) : IClassFixture<ApiHost>
{
    private static readonly SnapshotId Id = SnapshotId.Of(SnapshotKind.Market, "{}"u8);

    [Fact]
    public async Task Snapshot_ByItsId_ComesWithItsContent()
    {
        host.Desk.Reset();
        host.Desk.On<ISnapshotGrain>(nameof(ISnapshotGrain.GetAsync), _ => new SnapshotContent(Id, SnapshotKind.Market, """{"lines":[]}"""));

        using var response = await host.GetAsync("/api/v1/snapshots/" + Id);

        Assert.Equal($$$"""{"id":"{{{Id}}}","kind":"market","content":{"lines":[]}}""", (await ApiHost.ReadAsync(response)).GetRawText());
        Assert.Equal(GrainKeys.Snapshots(ApiHost.Tenant), host.Desk.Calls.Single().Key);
    }

    [Theory]
    [InlineData("snap-1")]
    [InlineData("idea")]
    public async Task Snapshot_Unknown_Answers404(string id)
    {
        host.Desk.Reset();
        using var response = await host.GetAsync("/api/v1/snapshots/" + id);

        await ProblemAssert.IsAsync(response, HttpStatusCode.NotFound, "not_found");
    }

    [Fact]
    public async Task Snapshots_OfAKind_AreAskedForByIt()
    {
        host.Desk.Reset();
        host.Desk.On<ISnapshotGrain>(
            nameof(ISnapshotGrain.ListAsync), _ => new Page<SnapshotRow>([new SnapshotRow(Id, SnapshotKind.Market, host.Time.GetUtcNow())], null));

        using var response = await host.GetAsync("/api/v1/snapshots?kind=market&limit=5");

        Assert.Equal(Id.Value, (await ApiHost.ReadAsync(response)).GetProperty("items")[0].GetProperty("id").GetString());
        Assert.Equal([new SnapshotFilter(SnapshotKind.Market), new PageRequest(5, null)], host.Desk.Calls.Single().Arguments.Take(2));
    }
}
