using System.Collections.Immutable;

namespace Countersign.Domain.Backtests.Research;

/// <summary>How a run is played again by chance.</summary>
/// <param name="Paths">1 to 20,000.</param>
/// <param name="RuinPercent">Loss of the start cash at which an account counts as ruined, in percent: more than 0, at most 100.</param>
/// <param name="FanSteps">Steps of the fan beside the start; 1 to 500. Fewer where a path has fewer.</param>
public sealed record MonteCarloSettings(int Paths = 1_000, int Seed = 1, double RuinPercent = 50.0, int FanSteps = 100)
{
    public const int PathsMax = 20_000;
    public const int FanStepsMax = 500;

    /// <summary>What is wrong, as a sentence; null where nothing is.</summary>
    public string? Problem =>
        Paths is < 1 or > PathsMax ? "There are 1 to 20,000 paths."
        : RuinPercent is > 0.0 and <= 100.0 ? FanSteps is < 1 or > FanStepsMax ? "The fan has 1 to 500 steps." : null
        : "Ruin is a loss of more than 0 and at most 100 percent.";
}

/// <summary>The spread of a figure over the paths; quantiles by linear interpolation.</summary>
public sealed record PathPercentiles(double Mean, double P1, double P5, double P25, double P50, double P75, double P95, double P99)
{
    /// <summary>Sorts the values.</summary>
    internal static PathPercentiles Of(double[] values)
    {
        Array.Sort(values);
        double At(double share) => PathFigures.Quantile(values, share);
        return new PathPercentiles(values.Average(), At(0.01), At(0.05), At(0.25), At(0.5), At(0.75), At(0.95), At(0.99));
    }
}

/// <summary>The account's value over all paths after so many trades or days.</summary>
public sealed record FanStep(int Step, double P5, double P25, double P50, double P75, double P95);

/// <summary>What the paths came to. Amounts in the account's currency.</summary>
/// <param name="Steps">Trades or days of a path.</param>
/// <param name="RuinShare">Share of the paths on which the account was ever ruined, 0 to 1.</param>
/// <param name="LossShare">Share of the paths that end below the start cash.</param>
/// <param name="Fan">From step 0 to the last; empty where there are no steps.</param>
public sealed record MonteCarloResult(
    int Paths, int Steps, PathPercentiles FinalValue, PathPercentiles MaxDrawdownPercent, double RuinShare, double LossShare, ImmutableArray<FanStep> Fan)
{
    public bool Equals(MonteCarloResult? other) => other is not null && Paths == other.Paths && Steps == other.Steps && FinalValue == other.FinalValue
        && MaxDrawdownPercent == other.MaxDrawdownPercent && RuinShare.Equals(other.RuinShare) && LossShare.Equals(other.LossShare)
        && Fan.SequenceEqual(other.Fan);

    public override int GetHashCode() => HashCode.Combine(Paths, Steps, FinalValue);
}

/// <summary>How days are drawn so that what hangs together stays together. Closed set.</summary>
public abstract record BlockLength
{
    private BlockLength()
    {
    }

    /// <summary>Blocks of random, geometrically distributed length: D. Politis and J. Romano, "The Stationary Bootstrap" (1994).</summary>
    /// <param name="Mean">In days; 1 or more.</param>
    public sealed record Stationary(double Mean) : BlockLength;

    /// <summary>Overlapping blocks of one length: H. Künsch, "The Jackknife and the Bootstrap for General Stationary Observations" (1989).</summary>
    /// <param name="Days">1 or more.</param>
    public sealed record Moving(int Days) : BlockLength;
}

/// <summary>Plays a run again by chance: how much of what it made, and of how deep it fell, was the order of things.</summary>
public static class MonteCarlo
{
    /// <summary>
    /// The closed trades in other orders. Their sum stays, so only the way there differs; with replacement some come twice and others not at all. Where an
    /// account falls to nothing it stays there.
    /// </summary>
    /// <param name="extraCost">Taken from every trade, in the account's currency: worse fills or dearer commission.</param>
    /// <exception cref="ArgumentException">The settings are out of range.</exception>
    public static MonteCarloResult ShuffleTrades(
        BacktestResult result, MonteCarloSettings settings, bool withReplacement = false, decimal extraCost = 0m,
        CancellationToken cancellationToken = default)
    {
        double[] gains = [.. result.Trades.Select(trade => (double)(trade.Net - extraCost))];
        var drawn = new double[gains.Length];
        return Play((double)result.StartCash, gains.Length, settings, (random, values) =>
        {
            gains.CopyTo(drawn, 0);
            if (withReplacement)
            {
                for (var i = 0; i < drawn.Length; i++)
                {
                    drawn[i] = gains[random.Below(gains.Length)];
                }
            }
            else
            {
                random.Shuffle<double>(drawn);
            }

            var value = values[0];
            for (var i = 0; i < drawn.Length; i++)
            {
                value = value <= 0.0 ? 0.0 : Math.Max(0.0, value + drawn[i]);
                values[i + 1] = value;
            }
        }, cancellationToken);
    }

    /// <summary>As many days again, drawn in blocks from the run's daily returns, which compound.</summary>
    /// <exception cref="ArgumentException">The settings or the block's length are out of range.</exception>
    public static MonteCarloResult BootstrapDays(
        BacktestResult result, BlockLength blocks, MonteCarloSettings settings, CancellationToken cancellationToken = default) =>
        BootstrapDays([.. DailyReturns.Of(result).Select(day => day.Return)], (double)result.StartCash, blocks, settings, cancellationToken);

    /// <param name="returns">Simple returns, one a day.</param>
    /// <exception cref="ArgumentException">The settings or the block's length are out of range.</exception>
    public static MonteCarloResult BootstrapDays(
        ImmutableArray<double> returns, double startCash, BlockLength blocks, MonteCarloSettings settings, CancellationToken cancellationToken = default)
    {
        var sampler = new BlockSampler(returns.Length, blocks);
        return Play(startCash, returns.Length, settings, (random, values) =>
        {
            var indices = sampler.Begin(random);
            for (var i = 0; i < returns.Length; i++)
            {
                values[i + 1] = Math.Max(0.0, values[i] * (1.0 + returns[indices.Next()]));
            }
        }, cancellationToken);
    }

    /// <param name="play">Fills a path's values, of which the first is the start cash.</param>
    private static MonteCarloResult Play(
        double start, int steps, MonteCarloSettings settings, Action<ResearchRandom, double[]> play, CancellationToken cancellationToken)
    {
        if (settings.Problem is { } problem)
        {
            throw new ArgumentException(problem, nameof(settings));
        }

        var fanSteps = Math.Min(settings.FanSteps, steps);
        var fan = Enumerable.Range(0, fanSteps + 1).Select(_ => new double[settings.Paths]).ToArray();
        var (finals, drawdowns, ruined) = (new double[settings.Paths], new double[settings.Paths], 0);
        var values = new double[steps + 1];
        for (var path = 0; path < settings.Paths; path++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            values[0] = start;
            play(new ResearchRandom(settings.Seed, path), values);
            finals[path] = values[^1];
            drawdowns[path] = PathFigures.DrawdownPercent(start, values);
            ruined += values.Min() <= start * (1.0 - (settings.RuinPercent / 100.0)) ? 1 : 0;
            for (var i = 0; i <= fanSteps; i++)
            {
                fan[i][path] = values[StepOf(i, fanSteps, steps)];
            }
        }

        // Sums of the same numbers in another order differ in their last bits: that is no loss.
        var lost = finals.Count(value => value < start - (1e-9 * start));
        return new MonteCarloResult(
            settings.Paths, steps, PathPercentiles.Of(finals), PathPercentiles.Of(drawdowns), (double)ruined / settings.Paths,
            (double)lost / settings.Paths, steps == 0 ? [] : [.. fan.Select((column, i) => FanOf(StepOf(i, fanSteps, steps), column))]);
    }

    private static int StepOf(int index, int fanSteps, int steps) => fanSteps == 0 ? 0 : (int)((long)index * steps / fanSteps);

    private static FanStep FanOf(int step, double[] column)
    {
        Array.Sort(column);
        double At(double share) => PathFigures.Quantile(column, share);
        return new FanStep(step, At(0.05), At(0.25), At(0.5), At(0.75), At(0.95));
    }
}

/// <summary>Draws positions of a series in blocks.</summary>
internal sealed class BlockSampler
{
    private readonly int count;
    private readonly double ending;
    private readonly int fixedLength;

    /// <exception cref="ArgumentException">The length is out of range.</exception>
    public BlockSampler(int count, BlockLength blocks)
    {
        this.count = count;
        switch (blocks)
        {
            case BlockLength.Stationary { Mean: >= 1.0 and var mean }:
                ending = 1.0 / mean;
                break;
            case BlockLength.Moving { Days: >= 1 and var days }:
                fixedLength = Math.Min(days, Math.Max(1, count));
                break;
            default:
                throw new ArgumentException($"A block has at least one day: {blocks}.", nameof(blocks));
        }
    }

    public Walk Begin(ResearchRandom random) => new(this, random);

    public sealed class Walk(BlockSampler sampler, ResearchRandom random)
    {
        private int at = -1;
        private int left;

        /// <summary>The next position; a stationary block goes on at the beginning where the series ends.</summary>
        public int Next()
        {
            if (sampler.fixedLength > 0)
            {
                at = left == 0 ? random.Below(sampler.count - sampler.fixedLength + 1) : at + 1;
                left = left == 0 ? sampler.fixedLength - 1 : left - 1;
                return at;
            }

            at = at < 0 || random.Share() < sampler.ending ? random.Below(sampler.count) : (at + 1) % sampler.count;
            return at;
        }
    }
}
