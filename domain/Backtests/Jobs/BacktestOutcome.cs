using System.Collections.Immutable;
using System.Text.Json.Serialization;
using Countersign.Domain.Backtests.Metrics;
using Countersign.Domain.Backtests.Reports;

namespace Countersign.Domain.Backtests.Jobs;

/// <summary>What came of a plan: one run, and what a study found beside it.</summary>
[JsonDerivedType(typeof(Single), "single")]
[JsonDerivedType(typeof(Study), "study")]
public abstract record BacktestOutcome
{
    private BacktestOutcome()
    {
    }

    /// <summary>The run that figures, tables and report are of.</summary>
    [JsonIgnore]
    public abstract Single Main { get; }

    [JsonIgnore]
    public BacktestSummary Summary => BacktestSummary.Of(Main.Result, Main.Metrics);

    /// <param name="Facts">How it was run, for its report.</param>
    /// <param name="IsOneSided">No spread was paid.</param>
    /// <param name="Metrics">With the trials that its figures must count; null is the usual settings.</param>
    public sealed record Single(BacktestResult Result, ImmutableArray<ReportFact> Facts, bool IsOneSided, MetricsSettings? Metrics = null)
        : BacktestOutcome
    {
        [JsonIgnore]
        public override Single Main => this;

        public static Single Of(BacktestPlan plan, BacktestResult result)
        {
            var report = BacktestReportInput.Of(plan, result);
            return new Single(result, report.Facts, report.IsOneSided);
        }
    }

    /// <param name="Ran">
    /// Of an optimisation the variant that was chosen, of a walk forward all that was traded out of sample, otherwise the strategy as it stands.
    /// </param>
    public sealed record Study(Single Ran, StudyResult Found) : BacktestOutcome
    {
        [JsonIgnore]
        public override Single Main => Ran;
    }
}
