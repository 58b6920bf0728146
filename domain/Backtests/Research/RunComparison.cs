using System.Collections.Immutable;
using System.Text;
using Countersign.Domain.Backtests.Metrics;
using Countersign.Domain.Strategies;

namespace Countersign.Domain.Backtests.Research;

/// <summary>A run to compare with others.</summary>
/// <param name="Name">For people; different from the others'.</param>
public sealed record ComparedRun(string Name, StrategyDefinition Definition, BacktestResult Result);

/// <summary>A figure of every run, in their order; null where undefined.</summary>
public sealed record ComparedFigure(string Metric, ImmutableArray<double?> Values)
{
    public bool Equals(ComparedFigure? other) => other is not null && Metric == other.Metric && Values.SequenceEqual(other.Values);

    public override int GetHashCode() => Metric.GetHashCode(StringComparison.Ordinal);
}

/// <summary>A setting in which the strategies differ.</summary>
/// <param name="Path">In their canonical JSON.</param>
/// <param name="Values">As JSON, in the order of the runs; null where a strategy has none.</param>
public sealed record ComparedSetting(string Path, ImmutableArray<string?> Values)
{
    public bool Equals(ComparedSetting? other) => other is not null && Path == other.Path && Values.SequenceEqual(other.Values);

    public override int GetHashCode() => Path.GetHashCode(StringComparison.Ordinal);
}

/// <summary>Two runs by the days that both have.</summary>
/// <param name="Days">How many they are.</param>
/// <param name="Correlation">Of their daily returns; null where those of one do not differ.</param>
/// <param name="MeanDifference">Mean daily return of the first less that of the second: 0.0001 is a basis point a day.</param>
/// <param name="Low">Lower end of the difference's 95 % interval.</param>
/// <param name="High">Upper end.</param>
/// <param name="PValue">
/// Two-sided: how often chance alone makes a difference of this size, if there were none. Small numbers speak against chance; of many pairs some are
/// small by chance.
/// </param>
public sealed record ComparedPair(string First, string Second, int Days, double? Correlation, double MeanDifference, double? Low, double? High, double? PValue);

/// <summary>Runs side by side.</summary>
public sealed record RunComparison(
    ImmutableArray<string> Names, ImmutableArray<ComparedFigure> Figures, ImmutableArray<ComparedSetting> Settings, ImmutableArray<ComparedPair> Pairs)
{
    public const int RunsMax = 20;
    public const int DrawsMax = 20_000;

    private const int DaysMin = 10;

    /// <param name="runs">2 to 20.</param>
    /// <param name="draws">Of the bootstrap; 100 to 20,000.</param>
    /// <param name="seed">Of the bootstrap.</param>
    /// <exception cref="ArgumentException">There are too few runs or too many, or two of one name.</exception>
    public static RunComparison Of(ImmutableArray<ComparedRun> runs, MetricsSettings? metrics = null, int draws = 2_000, int seed = 1)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(draws, 100);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(draws, DrawsMax);
        if (runs.Length is < 2 or > RunsMax || runs.Select(run => run.Name).Distinct().Count() < runs.Length)
        {
            throw new ArgumentException("2 to 20 runs are compared, each under a name of its own.", nameof(runs));
        }

        var figures = runs.Select(run => PointFigures.Of(run.Result, metrics ?? MetricsSettings.Default)).ToList();
        var days = runs.Select(run => DailyReturns.Of(run.Result).ToDictionary(day => day.From, day => day.Return)).ToList();
        var pairs = Enumerable.Range(0, runs.Length).SelectMany(i => Enumerable.Range(i + 1, runs.Length - i - 1)
            .Select(j => PairOf(runs[i].Name, runs[j].Name, days[i], days[j], draws, new ResearchRandom(seed, (i * RunsMax) + j))));
        return new RunComparison(
            [.. runs.Select(run => run.Name)],
            [.. ResearchMetric.All.Select(metric => new ComparedFigure(metric.Name, [.. figures.Select(metric.Of)]))],
            SettingsOf([.. runs.Select(run => run.Definition)]),
            [.. pairs]);
    }

    /// <summary>Where the canonical texts of strategies differ, in the order of the first that has a setting.</summary>
    public static ImmutableArray<ComparedSetting> SettingsOf(ImmutableArray<StrategyDefinition> definitions)
    {
        var texts = definitions.Select(definition => Encoding.UTF8.GetBytes(StrategyJson.Write(definition))).ToList();
        var places = texts.Select(JsonPlaces.Of).ToList();
        return
        [
            .. places.SelectMany(known => known.Keys).Distinct()
                .Select(path => new ComparedSetting(path, [.. places.Select((known, i) => Text(texts[i], known, path))]))
                .Where(setting => setting.Values.Distinct().Count() > 1),
        ];
    }

    private static string? Text(byte[] text, Dictionary<string, JsonPlace> places, string path) =>
        places.TryGetValue(path, out var place) ? Encoding.UTF8.GetString(text, place.Start, place.Length) : null;

    private static ComparedPair PairOf(
        string first, string second, Dictionary<DateOnly, double> ofFirst, Dictionary<DateOnly, double> ofSecond, int draws, ResearchRandom random)
    {
        var days = ofFirst.Keys.Where(ofSecond.ContainsKey).Order().ToArray();
        double[] differences = [.. days.Select(day => ofFirst[day] - ofSecond[day])];
        var mean = differences.Length == 0 ? 0.0 : differences.Average();
        var correlation = Correlation([.. days.Select(day => ofFirst[day])], [.. days.Select(day => ofSecond[day])]);
        if (days.Length < DaysMin)
        {
            return new ComparedPair(first, second, days.Length, correlation, mean, null, null, null);
        }

        var means = Resample(differences, draws, random);
        var beyond = means.Count(value => Math.Abs(value - mean) >= Math.Abs(mean));
        Array.Sort(means);
        return new ComparedPair(
            first, second, days.Length, correlation, mean, PathFigures.Quantile(means, 0.025), PathFigures.Quantile(means, 0.975),
            (beyond + 1.0) / (draws + 1.0));
    }

    /// <summary>
    /// Means of the differences drawn again in blocks (<see cref="BlockLength.Stationary"/>), n^⅓ days long in the mean, so that days that hang together
    /// stay together; both runs are drawn on the same days.
    /// </summary>
    private static double[] Resample(double[] differences, int draws, ResearchRandom random)
    {
        var sampler = new BlockSampler(differences.Length, new BlockLength.Stationary(Math.Max(1.0, Math.Cbrt(differences.Length))));
        var means = new double[draws];
        for (var draw = 0; draw < draws; draw++)
        {
            var (walk, sum) = (sampler.Begin(random), 0.0);
            for (var i = 0; i < differences.Length; i++)
            {
                sum += differences[walk.Next()];
            }

            means[draw] = sum / differences.Length;
        }

        return means;
    }

    private static double? Correlation(double[] first, double[] second)
    {
        var (a, b) = (Moments.Of(first), Moments.Of(second));
        if (!a.Differ || !b.Differ)
        {
            return null;
        }

        var product = first.Zip(second).Sum(pair => (pair.First - a.Mean) * (pair.Second - b.Mean));
        return Numbers.Finite(product / (first.Length - 1) / a.Deviation / b.Deviation);
    }
}
