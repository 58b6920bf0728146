using Countersign.Tests.Benchmarks;
using Countersign.Tests.Benchmarks.Audit;
using Countersign.Tests.Benchmarks.Backtests;
using Countersign.Tests.Benchmarks.Desk;
using Countersign.Tests.Benchmarks.Execution;
using Countersign.Tests.Benchmarks.Indicators;
using Countersign.Tests.Benchmarks.Markets;
using Countersign.Tests.Benchmarks.Risk;
using Countersign.Tests.Benchmarks.Runtime;
using Countersign.Tests.Benchmarks.Strategies;
using Countersign.Tests.Benchmarks.Tenants;

if (args is [BacktestBenchmark.MemoryRun])
{
    BacktestBenchmark.PrintMemoryOfTenYears();
    return;
}

Environment.SetEnvironmentVariable(DeskServer.LeanSockets, "1");

// Arguments: names, or parts of names, of the benchmarks to run; none runs all.
var benchmarks = new (string Name, Func<Task<IReadOnlyList<Figure>>> Run)[]
{
    ("calls", CallBenchmark.RunAsync),
    ("strategies", StrategyBenchmark.RunAsync),
    ("backtests", BacktestBenchmark.RunAsync),
    ("research", ResearchBenchmark.RunAsync),
    ("markets", MarketBenchmark.RunAsync),
    ("history", HistoryBenchmark.RunAsync),
    ("streams", StreamBenchmark.RunAsync),
    ("venue", VenueBenchmark.RunAsync),
    ("journal", JournalBenchmark.RunAsync),
    ("risk", RiskBenchmark.RunAsync),
    ("orders", OrderBenchmark.RunAsync),
    ("ideas", IdeaBenchmark.RunAsync),
    ("api-reads", ApiBenchmark.ReadsAsync),
    ("api-live", ApiBenchmark.LiveAsync),
    ("identity", IdentityBenchmark.RunAsync),
};

var figures = new List<Figure>();
foreach (var (name, run) in benchmarks)
{
    if (args.Length == 0 || args.Any(wanted => name.Contains(wanted, StringComparison.OrdinalIgnoreCase)))
    {
        figures.AddRange(await run());
    }
}

Harness.Print(figures);
Harness.Write(Path.Combine(Directory.GetCurrentDirectory(), "artifacts", "bench.json"), figures);
