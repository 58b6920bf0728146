using Countersign.Domain.Backtests;
using Countersign.Domain.Backtests.Jobs;
using Countersign.Domain.Markets;
using Countersign.Grains.Backtests;
using Countersign.Silo.Audit;
using Countersign.Silo.Backtests;
using Countersign.Tests.Fixtures;
using Countersign.Tests.Grains.Conformance;
using Xunit;
using static Countersign.Tests.Grains.Backtests.BacktestSamples;

namespace Countersign.Tests.Grains.Backtests;

/// <summary>Results that are kept beside the journal.</summary>
public abstract class BacktestResultContract : IAsyncLifetime
{
    private static readonly BacktestJobId One = BacktestJobId.Parse("b-one");
    private static readonly BacktestJobId Two = BacktestJobId.Parse("b-two");
    private static readonly BacktestJobId Three = BacktestJobId.Parse("b-three");

    private readonly ManualTime time = new();

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    public ValueTask InitializeAsync() => ValueTask.CompletedTask;

    public virtual ValueTask DisposeAsync()
    {
        GC.SuppressFinalize(this);
        return ValueTask.CompletedTask;
    }

    [Fact]
    public async Task Result_Written_IsReadByItsTenantOnlyAndAfterARestart()
    {
        using (var store = Open())
        {
            Assert.Null(await store.ReadAsync(North, One, Stop));
            await store.WriteAsync(North, One, [1], Stop);
            await store.WriteAsync(North, One, [1, 2], Stop);
        }

        using var again = Open();
        Assert.Equal([1, 2], await again.ReadAsync(North, One, Stop));
        Assert.Null(await again.ReadAsync(South, One, Stop));
    }

    [Fact]
    public async Task Result_Deleted_IsGoneAndOthersStay()
    {
        using var store = Open();
        await store.WriteAsync(North, One, [1], Stop);
        await store.WriteAsync(South, One, [2], Stop);

        await store.DeleteAsync(North, One, Stop);
        await store.DeleteAsync(North, One, Stop);

        Assert.Null(await store.ReadAsync(North, One, Stop));
        Assert.Equal([2], await store.ReadAsync(South, One, Stop));
    }

    [Fact]
    public async Task Results_BeyondATenantsRoom_LetItsOldestGoAndNobodyElses()
    {
        using var store = Open(new BacktestOptions { TenantBytesMax = 1_000 });
        await store.WriteAsync(South, One, new byte[900], Stop);
        foreach (var id in new[] { One, Two, Three })
        {
            await store.WriteAsync(North, id, new byte[400], Stop);
            time.Advance(TimeSpan.FromMinutes(1));
        }

        Assert.Null(await store.ReadAsync(North, One, Stop));
        Assert.NotNull(await store.ReadAsync(North, Two, Stop));
        Assert.NotNull(await store.ReadAsync(North, Three, Stop));
        Assert.NotNull(await store.ReadAsync(South, One, Stop));
    }

    [Fact]
    public async Task Results_OlderThanTheyAreKept_GoWithTheNextThatIsWritten()
    {
        using var store = Open(new BacktestOptions { ResultDaysMax = 10 });
        await store.WriteAsync(North, One, [1], Stop);
        time.Advance(TimeSpan.FromDays(11));
        await store.WriteAsync(South, Two, [2], Stop);

        Assert.Null(await store.ReadAsync(North, One, Stop));
        Assert.NotNull(await store.ReadAsync(South, Two, Stop));
    }

    [Fact]
    public async Task Result_LargerThanOneMayBe_IsRefusedInASentence()
    {
        using var store = Open(new BacktestOptions { ResultBytesMax = 10 });

        var refused = await Assert.ThrowsAsync<BacktestResultsUnavailableException>(() => store.WriteAsync(North, One, new byte[11], Stop));

        Assert.Contains("11 bytes; 10 are the most", refused.Message, StringComparison.Ordinal);
    }

    private protected abstract BacktestResultStore Open(BacktestOptions options, TimeProvider clock);

    private BacktestResultStore Open(BacktestOptions? options = null) => Open(options ?? new BacktestOptions(), time);
}

public sealed class SqliteResultTests : BacktestResultContract
{
    private readonly string folder = Directory.CreateTempSubdirectory("countersign-results-").FullName;

    public override ValueTask DisposeAsync()
    {
        Directory.Delete(folder, recursive: true);
        return base.DisposeAsync();
    }

    [Fact]
    public async Task Store_ThatCannotBeOpened_SaysSo()
    {
        Directory.CreateDirectory(Path.Combine(folder, "backtests.db"));
        using var store = Open(new BacktestOptions(), TimeProvider.System);

        var refused = await Assert.ThrowsAsync<BacktestResultsUnavailableException>(
            () => store.WriteAsync(North, BacktestJobId.Parse("b-one"), [1], TestContext.Current.CancellationToken));

        Assert.StartsWith("The backtest's result cannot be written:", refused.Message, StringComparison.Ordinal);
    }

    private protected override BacktestResultStore Open(BacktestOptions options, TimeProvider clock) =>
        BacktestServices.Open(new JournalOptions { SqlitePath = Path.Combine(folder, "journal.db") }, options, clock);
}

public sealed class PostgresResultTests(PostgresServer server) : BacktestResultContract
{
    private readonly string connection = server.CreateDatabase();

    private protected override BacktestResultStore Open(BacktestOptions options, TimeProvider clock) =>
        BacktestServices.Open(new JournalOptions { PostgresConnection = connection }, options, clock);
}

/// <summary>The stored form of a result.</summary>
public sealed class BacktestArchiveTests
{
    [Fact]
    public void Archive_OfTheSameRun_IsTheSameToTheByteAndReadsBackAsItWas()
    {
        var (one, two) = (Run(), Run());

        var (first, second) = (BacktestArchive.Pack(Outcome(one)), BacktestArchive.Pack(Outcome(two)));

        Assert.Equal((first.Digest, first.Bytes), (second.Digest, second.Bytes));
        Assert.Equal(first.Body, second.Body);
        var read = Assert.IsType<BacktestOutcome.Single>(BacktestArchive.Unpack(first.Body)).Result;
        Assert.Equal(one, read);
        Assert.NotEmpty(read.Trades);
        Assert.Equal(first.Digest, BacktestArchive.Pack(Outcome(read)).Digest);
    }

    [Fact]
    public void Archive_OfAnotherRun_HasAnotherDigest() => Assert.NotEqual(
        BacktestArchive.Pack(Outcome(Run())).Digest, BacktestArchive.Pack(Outcome(Run(20_000m))).Digest);

    [Fact]
    public void Archive_ThatIsDamaged_SaysSo() => Assert.Throws<InvalidDataException>(() => BacktestArchive.Unpack([1, 2, 3]));

    private static BacktestOutcome Outcome(BacktestResult result) => new BacktestOutcome.Single(result, [], IsOneSided: false);

    private static BacktestResult Run(decimal cash = 10_000m) => Backtest.Run(
        Definition(), new BacktestData(BarSeriesBuilder.Of(EurUsd, Timeframe.H1, Enumerable.Range(0, 100).Select(Bar))),
        new BacktestSettings(Instruments.Find(EurUsd)!, cash));
}
