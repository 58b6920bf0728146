#if !ORLEANS
using System.Collections.Concurrent;
using System.Globalization;
using System.Text.RegularExpressions;
using Xunit;

namespace Countersign.Tests.Simulation;

/// <summary>
/// Thousands of days of the whole desk, each from its seed. <c>COUNTERSIGN_SEEDS</c> says how many (2,000), <c>COUNTERSIGN_SEED</c> runs one again,
/// exactly as it was.
/// </summary>
public sealed class SeedTests
{
    private const int SeedsDefault = 2_000;
    private const int FailuresShown = 5;

    [Fact]
    public void Desk_UnderEverySeed_BalancesItsBooksAndLosesNothingThatWasAcknowledged()
    {
        var failures = new ConcurrentQueue<string>();
        var (crashes, faults, fills) = (0, 0, 0);
        var seeds = Seeds();
        Parallel.ForEach(seeds, new ParallelOptions { MaxDegreeOfParallelism = Environment.ProcessorCount }, (seed, state) =>
        {
            var desk = new TradingDesk(seed);
            try
            {
                desk.Run();
                Interlocked.Add(ref crashes, desk.Crashes);
                Interlocked.Add(ref faults, desk.Faults);
                Interlocked.Add(ref fills, desk.Venue.Fills);
            }
            catch (Exception e)
            {
                failures.Enqueue($"Seed {seed}: {(e is InvariantException ? e.Message : e)}");
                if (failures.Count >= FailuresShown)
                {
                    state.Stop();
                }
            }
            finally
            {
                if (seeds.Count == 1)
                {
                    WriteTrace(seed, desk);
                }
            }
        });

        Assert.True(
            failures.IsEmpty, string.Join('\n', failures) + "\nRun one again, and write its trace to artifacts/simulation, with COUNTERSIGN_SEED=<seed> ./test Simulation");
        if (seeds.Count == 1)
        {
            return;
        }

        // A run in which nothing goes wrong and nothing trades would show nothing.
        Assert.True(crashes >= seeds.Count / 2, $"{crashes} crashes in {seeds.Count} runs");
        Assert.True(faults >= seeds.Count, $"{faults} faults in {seeds.Count} runs");
        Assert.True(fills >= seeds.Count * 3, $"{fills} fills in {seeds.Count} runs");
    }

    [Theory]
    [InlineData(3)]
    [InlineData(77)]
    [InlineData(1_234)]
    public void Desk_SameSeedTwice_RunsTheSame(int seed)
    {
        var first = new TradingDesk(seed).Run();
        var second = new TradingDesk(seed).Run();

        Assert.Equal(first.TraceHash, second.TraceHash);
        Assert.Equal(Journal(first), Journal(second));
        Assert.NotEqual(first.TraceHash, new TradingDesk(seed + 1).Run().TraceHash);
    }

    /// <summary>Checks that cannot fail show nothing: each of these is noticed within a few seeds.</summary>
    [Theory]
    [InlineData(nameof(Defect.FillIsNeverTold))]
    [InlineData(nameof(Defect.VenueForgetsOrders))]
    [InlineData(nameof(Defect.JournalLosesAnAppend))]
    [InlineData(nameof(Defect.JournalForgetsCommands))]
    public void Desk_WithAPlantedDefect_IsFoundOut(string defect) => Assert.Contains(
        Enumerable.Range(1, 40), seed =>
        {
            try
            {
                new TradingDesk(seed, Enum.Parse<Defect>(defect)).Run();
                return false;
            }
            catch (Exception e) when (e is InvariantException or InvalidOperationException)
            {
                return true;
            }
        });

    /// <summary>What the caller of each check would be told: the check that is meant, and not another one, sees the defect.</summary>
    [Theory]
    [InlineData(nameof(Defect.FillIsToldTwice), "the venue holds|filled more than|the desk's executions|the position is")]
    [InlineData(nameof(Defect.VenueAnswersNoQuestion), "everybody has answered|after everything was cancelled|does not get it done")]
    [InlineData(nameof(Defect.JournalLosesAHalt), "while trading was halted")]
    [InlineData(nameof(Defect.DiskIsWrittenOver), "is not what was written")]
    [InlineData(nameof(Defect.BoundaryIsOpen), "read another tenant's account")]
    public void Desk_WithAPlantedDefect_IsFoundOutByTheCheckThatIsMeant(string defect, string message)
    {
        var said = Enumerable.Range(1, 60).Select(seed => Said(seed, Enum.Parse<Defect>(defect))).FirstOrDefault(s => s is not null && Regex.IsMatch(s, message));

        Assert.NotNull(said);
    }

    private static string? Said(int seed, Defect defect)
    {
        try
        {
            new TradingDesk(seed, defect).Run();
            return null;
        }
        catch (Exception e) when (e is InvariantException or InvalidOperationException)
        {
            return e.Message;
        }
    }

    private static void WriteTrace(int seed, TradingDesk desk)
    {
        var root = new DirectoryInfo(AppContext.BaseDirectory);
        while (root.Parent is { } parent && !File.Exists(Path.Combine(root.FullName, "Saas.sln")))
        {
            root = parent;
        }

        var folder = Directory.CreateDirectory(Path.Combine(root.FullName, "artifacts", "simulation"));
        File.WriteAllLines(Path.Combine(folder.FullName, $"seed-{seed}.trace"), desk.Trace);
        File.WriteAllLines(Path.Combine(folder.FullName, $"seed-{seed}.journal"), Journal(desk));
    }

    private static List<string> Journal(TradingDesk desk) =>
        [.. desk.Disk.Streams().SelectMany(s => s.Events.Select(e => $"{s.Stream} {e.Version} {e.Type} {e.Command} {e.RecordedAt:O} {e.Event}"))];

    private static List<int> Seeds()
    {
        if (Number("COUNTERSIGN_SEED") is { } one)
        {
            return [one];
        }

        return [.. Enumerable.Range(1, Number("COUNTERSIGN_SEEDS") ?? SeedsDefault)];
    }

    private static int? Number(string variable) =>
        int.TryParse(Environment.GetEnvironmentVariable(variable), NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : null;
}
#endif
