using System.Collections.Immutable;
using System.Globalization;
using Countersign.Domain.Backtests.Research;
using Countersign.Domain.Markets;
using Countersign.Domain.Strategies;

namespace Countersign.Domain.Backtests.Jobs;

/// <summary>What a study does beside one run.</summary>
public enum StudyKind
{
    /// <summary>Searches the parameters that suit the period best.</summary>
    Optimisation,

    /// <summary>Searches in sample and trades what was found out of sample, fold after fold.</summary>
    WalkForward,

    /// <summary>Plays the run again by chance, and with dearer costs.</summary>
    MonteCarlo,

    /// <summary>Runs the strategy through scenarios that are made up.</summary>
    Stress,

    /// <summary>Looks for knowledge of the future and for indicators that are not warmed up.</summary>
    LeakCheck,
}

/// <summary>A study's plan once it is read; by <see cref="StudyPlanJson"/>. Closed set, one case a kind.</summary>
public abstract record StudyPlan
{
    private StudyPlan()
    {
    }

    /// <summary>Variants that it tries at most; they are kept with the result.</summary>
    public virtual long TrialsOver(DateTimeOffset from, DateTimeOffset to) => 0;

    /// <summary>How many times it goes through the period at most: what it costs.</summary>
    public abstract double PassesOver(DateTimeOffset from, DateTimeOffset to);

    /// <summary>What does not fit the period; null where all does.</summary>
    public virtual StrategyError? ProblemOver(DateTimeOffset from, DateTimeOffset to) => null;

    public sealed record Optimisation(ResearchPlan Plan) : StudyPlan
    {
        public override long TrialsOver(DateTimeOffset from, DateTimeOffset to) => new SearchRun(Plan.Space, Plan.Search).TrialsMax;

        // The strategy as it stands and the variant that is chosen are run beside.
        public override double PassesOver(DateTimeOffset from, DateTimeOffset to) => TrialsOver(from, to) + 2.0;
    }

    /// <param name="Windows">The plan's own.</param>
    public sealed record WalkForward(ResearchPlan Plan, WalkForwardSettings Windows) : StudyPlan
    {
        public override long TrialsOver(DateTimeOffset from, DateTimeOffset to) =>
            (long)new SearchRun(Plan.Space, Plan.Search).TrialsMax * Windows.Folds(from, to).Length;

        public override double PassesOver(DateTimeOffset from, DateTimeOffset to) =>
            (Windows.Folds(from, to).Sum(fold => (fold.InSampleTo - fold.InSampleFrom) / (to - from)) * new SearchRun(Plan.Space, Plan.Search).TrialsMax) + 1.0;

        public override StrategyError? ProblemOver(DateTimeOffset from, DateTimeOffset to)
        {
            var folds = (to - from - Windows.InSample) / Windows.OutOfSample;
            return folds < 1.0
                ? new(
                    "$.walkForward", Text($"One fold takes {(Windows.InSample + Windows.OutOfSample).TotalDays:0.##} days, the period has {(to - from).TotalDays:0.##}."),
                    "Shorten inSampleDays or outOfSampleDays, or lengthen the period.")
                : folds >= WalkForwardSettings.FoldsMax + 1
                    ? new("$.walkForward", Text($"The windows make {Math.Floor(folds):N0} folds."), "At most 1,000: lengthen outOfSampleDays.")
                    : null;
        }
    }

    /// <param name="WithReplacement">Shuffled trades may come twice.</param>
    /// <param name="BlockDays">Mean length of the blocks in which days are drawn; 1 or more.</param>
    /// <param name="Costs">Levels at which the run is repeated.</param>
    public sealed record MonteCarlo(MonteCarloSettings Settings, bool WithReplacement, double BlockDays, ImmutableArray<CostLevel> Costs) : StudyPlan
    {
        public override double PassesOver(DateTimeOffset from, DateTimeOffset to) => 1.0 + Costs.Length;
    }

    /// <param name="Only">The symbol that it happens to; null is all of them.</param>
    public sealed record Stress(ImmutableArray<StressWish> Wishes, Symbol? Only) : StudyPlan
    {
        public override double PassesOver(DateTimeOffset from, DateTimeOffset to) => 1.0 + Wishes.Length;

        // What happens where nothing is run would look as if it had been survived.
        public override StrategyError? ProblemOver(DateTimeOffset from, DateTimeOffset to) => Wishes
            .Select((wish, i) => wish is StressWish.Given { Scenario.Window: var (first, last) } && (first >= to || last < from)
                ? new StrategyError(
                    Text($"$.scenarios[{i}]"), Text($"It happens at {first:u}, and the period goes from {from:u} to {to:u}: nothing of it would be seen."),
                    "A time within the period, or for snb2015 and crisis2008 none.")
                : null)
            .FirstOrDefault(problem => problem is not null);
    }

    /// <param name="Cuts">Moments at which the future is hidden; 1 to 50.</param>
    /// <param name="Places">Where warm-ups are compared; 1 to 200.</param>
    /// <param name="Stretch">Bars in a row in each place; 1 to 500.</param>
    /// <param name="Seed">Of what stands in place of the future.</param>
    public sealed record LeakCheck(int Cuts = 8, int Places = 20, int Stretch = 20, int Seed = 1) : StudyPlan
    {
        // Each cut twice, and the warm-ups, which run no orders.
        public override double PassesOver(DateTimeOffset from, DateTimeOffset to) => 3.0 + (2.0 * Cuts);
    }

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}

/// <summary>A scenario, or one whose place is found once the run without it is known. Closed set.</summary>
public abstract record StressWish
{
    private StressWish()
    {
    }

    /// <summary>The scenario over what was run.</summary>
    /// <param name="plain">The run without it.</param>
    public abstract StressScenario Place(BacktestResult plain, BacktestData data);

    public sealed record Given(StressScenario Scenario) : StressWish
    {
        public override StressScenario Place(BacktestResult plain, BacktestData data) => Scenario;
    }

    /// <summary>A gap as of January 2015 in the middle of the largest position that was held, or of the recording where none was.</summary>
    public sealed record GapWhereMostIsHeld(double Percent) : StressWish
    {
        public override StressScenario Place(BacktestResult plain, BacktestData data)
        {
            var held = plain.Trades.MaxBy(t => t.Quantity.Value * t.OpenPrice.Value);
            var (from, to) = held is null ? (data.From!.Value, data.To!.Value) : (held.Opened, held.Closed);
            return StressScenario.Snb2015(from + ((to - from) / 2), Percent);
        }
    }

    /// <summary>A market as of autumn 2008 in the middle third of the recording.</summary>
    public sealed record CrisisInTheMiddle : StressWish
    {
        public override StressScenario Place(BacktestResult plain, BacktestData data)
        {
            var (from, to) = (data.From!.Value, data.To!.Value);
            return StressScenario.Crisis2008(from + ((to - from) / 3), from + ((to - from) / 3 * 2));
        }
    }
}
