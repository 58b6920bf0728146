using System.Globalization;
using System.Net;
using System.Text;
using Countersign.Domain.Markets;
using Countersign.Grains.Audit;
using Countersign.Grains.Markets;
using Countersign.Silo.Audit;
using Countersign.Silo.Markets.History;
using Countersign.Tests.Api.Desk;
using Countersign.Tests.Api.Hosting;
using Countersign.Tests.Api.Tenants;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using Xunit;

namespace Countersign.Tests.Api.Markets;

public sealed class HistoryImportTests(ApiHost host) : IClassFixture<ApiHost>, IDisposable
{
    private const string Root = "/api/v1/platform/history/imports";
    private static readonly HistoryImportOptions Ticks = new("eurusd.csv", "desk", null, null, null, null, null, false);

    private readonly DataDirectory data = new();
    private readonly ManualTime time = new(new DateTimeOffset(2026, 1, 5, 9, 0, 0, TimeSpan.Zero));
    private readonly List<IDisposable> open = [];

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    public void Dispose()
    {
        open.ForEach(each => each.Dispose());
        data.Dispose();
    }

    [Fact]
    public async Task Import_InParts_IsStoredAndTellsWhatItLeftOut()
    {
        var (imports, history) = Open();
        var text = Recording(2_000).Insert(Recording(2).Length, "2014-05-06T00:00:02.000Z,1.4,ä\n");
        Assert.IsType<Reply<HistoryImport>.Done>(imports.Begin("imp-1", Ticks));
        foreach (var (offset, part, isLast) in Parts(text, 7_001))
        {
            var status = Done(await imports.WriteAsync("imp-1", offset, part, isLast, Stop)).Status;
            Assert.Equal(isLast ? HistoryImportStatus.Waiting : HistoryImportStatus.Receiving, status);
        }

        await imports.RunWaitingAsync(Stop);

        var done = Done(imports.Get("imp-1"));
        Assert.Equal((HistoryImportStatus.Done, 2_000L, 1L, null), (done.Status, done.Rows, done.LeftOut, done.Problem));
        Assert.Equal(4, Assert.Single(done.Lines).Line);
        Assert.StartsWith("EURUSD ticks", Assert.Single(done.Series), StringComparison.Ordinal);
        Assert.Equal((done.Received, (long)Encoding.UTF8.GetByteCount(text)), (done.Read, done.Received));
        Assert.Equal(("desk", 2_000L), ((await history.ListAsync(Stop)).Single().Source, (await history.ListAsync(Stop)).Single().Rows));
        Assert.False(Directory.Exists(Path.Combine(data.Path, "imports", "imp-1")));
    }

    [Fact]
    public async Task Part_SentAgain_ChangesNothingAndOneThatLeavesAGapIsToldWhereToBegin()
    {
        var (imports, _) = Open();
        imports.Begin("imp-1", Ticks);
        await imports.WriteAsync("imp-1", 0, "0123456789", false, Stop);

        Assert.Equal(10, Done(await imports.WriteAsync("imp-1", 0, "0123456789", false, Stop)).Received);
        Assert.Equal(10, Done(await imports.WriteAsync("imp-1", 4, "456", false, Stop)).Received);
        var gap = Refused(await imports.WriteAsync("imp-1", 11, "b", false, Stop));
        Assert.Equal("import.offset", gap.Code);
        Assert.Contains("10 bytes", gap.Message, StringComparison.Ordinal);
        Assert.Equal(HistoryImportStatus.Waiting, Done(await imports.WriteAsync("imp-1", 10, "", true, Stop)).Status);
        Assert.Equal(HistoryImportStatus.Waiting, Done(await imports.WriteAsync("imp-1", 10, "", true, Stop)).Status);
        Assert.Equal("import.not_receiving", Refused(await imports.WriteAsync("imp-1", 10, "more", true, Stop)).Code);
    }

    [Fact]
    public async Task Import_OfTheSameContentsAfterARestart_StoresNothingTwice()
    {
        var (imports, _) = Open();
        await SendAsync(imports, "imp-1", Recording(500));
        imports.Begin("imp-cut", Ticks);
        await imports.WriteAsync("imp-cut", 0, "cut short", false, Stop);
        var (next, history) = Open();

        Assert.Empty(next.List());
        Assert.False(Directory.Exists(Path.Combine(data.Path, "imports", "imp-cut")));
        await SendAsync(next, "imp-2", Recording(500));
        Assert.Equal((HistoryImportStatus.Done, 500L), (Done(next.Get("imp-2")).Status, Done(next.Get("imp-2")).Rows));
        Assert.Equal(500, (await history.ListAsync(Stop)).Single().Rows);
    }

    [Fact]
    public async Task Import_ThatCannotBeRead_SaysWhyWithoutThePlaceWhereItLies()
    {
        var (imports, _) = Open();
        await SendAsync(imports, "imp-1", "a,b,c\n1,2,3\n");

        var failed = Done(imports.Get("imp-1"));
        Assert.Equal(HistoryImportStatus.Failed, failed.Status);
        Assert.StartsWith("eurusd.csv", failed.Problem, StringComparison.Ordinal);
        Assert.DoesNotContain(data.Path, failed.Problem, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Import_BeyondTheBounds_IsRefused()
    {
        var (imports, _) = Open(bytesMax: 20);
        imports.Begin("imp-0", Ticks);
        Assert.Equal("import.too_large", Refused(await imports.WriteAsync("imp-0", 0, new string('x', 21), false, Stop)).Code);
        for (var i = 1; i < HistoryImports.UnfinishedMax; i++)
        {
            Assert.IsType<Reply<HistoryImport>.Done>(imports.Begin($"imp-{i}", Ticks));
        }

        Assert.Equal("import.too_many", Refused(imports.Begin("imp-more", Ticks)).Code);
        time.Now += HistoryImports.Patience + TimeSpan.FromSeconds(1);
        Assert.IsType<Reply<HistoryImport>.Done>(imports.Begin("imp-more", Ticks));
        Assert.Equal("imp-more", Assert.Single(imports.List()).Id);
    }

    [Fact]
    public async Task Import_Removed_IsForgottenWithItsContents()
    {
        var (imports, history) = Open();
        imports.Begin("imp-1", Ticks);
        await imports.WriteAsync("imp-1", 0, Recording(10), true, Stop);

        Assert.IsType<Reply<HistoryImport>.Done>(await imports.RemoveAsync("imp-1", Stop));
        await imports.RunWaitingAsync(Stop);

        Assert.Equal("import.not_found", Refused(imports.Get("imp-1")).Code);
        Assert.False(Directory.Exists(Path.Combine(data.Path, "imports", "imp-1")));
        Assert.Empty(await history.ListAsync(Stop));
    }

    [Theory]
    [InlineData("../journal.db")]
    [InlineData("a/b.csv")]
    [InlineData(".hidden")]
    [InlineData("a b.csv")]
    [InlineData("")]
    public async Task Begin_WithANameThatIsNoPlainFile_IsRefused(string name)
    {
        using var response = await host.SendAsync(
            "POST", Root, host.Token(Domain.Tenants.Roles.PlatformAdmin), ApiHost.Json($$"""{"fileName":"{{name}}"}"""));

        await ProblemAssert.NamesAsync(response, "fileName");
    }

    [Fact]
    public async Task Begin_WithWhatNoRecordingIs_NamesEveryField()
    {
        using var response = await host.SendAsync(
            "POST", Root, host.Token(Domain.Tenants.Roles.PlatformAdmin),
            ApiHost.Json("""{"fileName":"a.csv","source":"A B","symbol":"!","timeframe":"M2","format":"excel","zone":"../etc","digits":9}"""));

        await ProblemAssert.NamesAsync(response, "source", "symbol", "timeframe", "format", "zone", "digits");
    }

    [Fact]
    public async Task Import_OverTheApi_ReachesEveryTenantsHistory()
    {
        await using var desk = await IdentityDesk.StartAsync(null);
        var told = new StringWriter();
        Assert.Empty(await desk.Services.GetRequiredService<Silo.Tenants.PlatformSetup>().CreateAsync("ops@platform", told, Stop));
        desk.Remember("ops@platform", told.ToString().Split(' ', '\n').SkipWhile(w => w != "ops@platform").Skip(1).First(w => w.Length > 0));
        var platform = (await desk.SignInAsync("ops@platform")).Access;
        var name = await desk.TenantAsync();

        var begun = await desk.DoneAsync(HttpMethod.Post, "platform/history/imports", platform, new { fileName = "EURUSD.csv", source = "desk" });
        var import = "platform/history/imports/" + begun.GetProperty("importId").GetString();
        foreach (var (offset, part, isLast) in Parts(Recording(3_000), 50_000))
        {
            await desk.DoneAsync(HttpMethod.Put, FormattableString.Invariant($"{import}/content/{offset}"), platform, new { text = part, isLast });
        }

        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        string? status;
        while ((status = (await desk.DoneAsync(HttpMethod.Get, import, platform)).GetProperty("status").GetString()) is "waiting" or "running")
        {
            await Task.Delay(TimeSpan.FromMilliseconds(20), TimeProvider.System, patience.Token);
        }

        Assert.Equal("done", status);
        var analyst = (await desk.SignInAsync($"analyst@{name}")).Access;
        var series = Assert.Single((await desk.DoneAsync(HttpMethod.Get, "history", analyst)).GetProperty("items").EnumerateArray());
        Assert.Equal(("EURUSD", "ticks", "desk", 3_000), (
            series.GetProperty("symbol").GetString(), series.GetProperty("timeframe").GetString(), series.GetProperty("source").GetString(),
            series.GetProperty("rows").GetInt32()));
        await desk.RefusedAsync(desk.GetAsync(import, analyst), HttpStatusCode.Forbidden, "role.denied");
        await desk.DoneAsync(HttpMethod.Delete, import, platform);
        await desk.RefusedAsync(desk.GetAsync(import, platform), HttpStatusCode.NotFound, "not_found");
    }

    private static HistoryImport Done(Reply<HistoryImport> reply) => Assert.IsType<Reply<HistoryImport>.Done>(reply).Value;

    private static Countersign.Domain.Audit.Refusal Refused(Reply<HistoryImport> reply) =>
        Assert.Single(Assert.IsType<Reply<HistoryImport>.Refused>(reply).Refusals);

    private static string Recording(int rows) => RecordedFormat.Ticks.Header + "\n" + string.Concat(Enumerable.Range(0, rows).Select(i => string.Create(
        CultureInfo.InvariantCulture, $"{new DateTime(2014, 5, 6, 0, 0, 0, DateTimeKind.Utc).AddSeconds(i):yyyy-MM-dd'T'HH:mm:ss.fff'Z'},{1.3m + (i % 90 * 0.0001m)},{1.3001m + (i % 90 * 0.0001m)}\n")));

    private static IEnumerable<(long Offset, string Text, bool IsLast)> Parts(string text, int size)
    {
        var offset = 0L;
        for (var at = 0; at < text.Length; at += size)
        {
            var part = text.Substring(at, Math.Min(size, text.Length - at));
            yield return (offset, part, at + size >= text.Length);
            offset += Encoding.UTF8.GetByteCount(part);
        }
    }

    private static async Task SendAsync(HistoryImports imports, string id, string text)
    {
        imports.Begin(id, Ticks);
        await imports.WriteAsync(id, 0, text, true, Stop);
        await imports.RunWaitingAsync(Stop);
    }

    private (HistoryImports Imports, IMarketHistory History) Open(long bytesMax = 1_000_000)
    {
        var options = new MarketHistoryOptions { ImportBytesMax = bytesMax };
        var history = HistoryServices.Open(new JournalOptions { SqlitePath = Path.Combine(data.Path, "desk.db") }, options);
        var services = new ServiceCollection().AddSingleton<IMarketHistory>(history).BuildServiceProvider();
        var imports = new HistoryImports(
            services, options, new HistoryImportFolder(Path.Combine(data.Path, "imports")), time, NullLogger<HistoryImports>.Instance);
        open.AddRange(imports, history);
        return (imports, history);
    }
}
