using System.Collections.Immutable;
using System.Globalization;
using Countersign.Domain.Backtests.Metrics;
using Countersign.Domain.Backtests.Research;
using Countersign.Domain.Execution;
using Countersign.Domain.Strategies;

namespace Countersign.Domain.Backtests.Reports;

/// <summary>What a report tells of. Texts may come from anybody: they are encoded where they are written.</summary>
public sealed record BacktestReportInput
{
    public required string StrategyName { get; init; }

    public string StrategyDescription { get; init; } = string.Empty;

    public required BacktestResult Result { get; init; }

    public MetricsSettings Metrics { get; init; } = MetricsSettings.Default;

    /// <summary>Settings and costs, in the order in which they are shown, beside what the result itself tells.</summary>
    public ImmutableArray<ReportFact> Facts { get; init; } = [];

    /// <summary>Beside those that the report finds by itself.</summary>
    public ImmutableArray<string> Warnings { get; init; } = [];

    /// <summary>No spread was paid: the recording has one side, or the strategy's costs leave the other one out.</summary>
    public bool IsOneSided { get; init; }

    /// <summary>The prices were made up.</summary>
    public bool IsSimulated { get; init; }

    public ParameterHeatMap? HeatMap { get; init; }

    public MonteCarloFan? Fan { get; init; }

    /// <summary>What a study found beside; it comes before the run itself.</summary>
    public ImmutableArray<ReportTable> Tables { get; init; } = [];

    /// <summary>A run's name, description, settings, costs and data. Of several strategies the names are joined.</summary>
    public static BacktestReportInput Of(BacktestPlan plan, BacktestResult result, MetricsSettings? metrics = null)
    {
        var strategies = plan.Strategies;
        return new BacktestReportInput
        {
            StrategyName = string.Join(" + ", strategies.Select(s => s.Definition.Name)),
            StrategyDescription = strategies.Length == 1 ? strategies[0].Definition.Description : string.Empty,
            Result = result,
            Metrics = metrics ?? MetricsSettings.Default,
            Facts = FactsOf(plan),
            IsOneSided = plan.Data.Series.Any(s => s.IsOneSided) || strategies.Any(s => s.Definition.Costs.Prices != CostPrices.Both),
        };
    }

    private static ImmutableArray<ReportFact> FactsOf(BacktestPlan plan)
    {
        var (settings, rules) = (plan.Settings, plan.Settings.Rules ?? PaperRules.Default);
        return
        [
            new("Timeframe", string.Join(", ", plan.Strategies.Select(s => s.Definition.Timeframe).Distinct())),
            new("Commission", CommissionOf(plan)),
            new("Swaps and interest", settings.Terms is null ? "None" : "As the account's terms say"),
            new("Spread", string.Join(", ", plan.Strategies.Select(s => SpreadOf(s.Definition.Costs, rules)).Distinct())),
            new("Slippage", Name(rules.Slippage)),
            new("Latency", Name(rules.Latency)),
            new("Limit orders", rules.LimitFill switch
            {
                LimitFill.TradedThrough => "Fill once the market goes beyond them",
                LimitFill.QueuePosition => "Fill behind the queue before them",
                _ => "Fill at the touch (optimistic)",
            }),
            new("Risk limits", settings.Limits is null ? "Off" : "On"),
            new("Seed", settings.Seed.ToString(CultureInfo.InvariantCulture)),
        ];
    }

    private static string CommissionOf(BacktestPlan plan) => plan.Settings.Commission is { } model
        ? Rate(model.Rate) + (model is { PerLot: null, PerOrder: null, Minimum: 0m } ? "" : " and fixed parts")
        : string.Join(", ", plan.Strategies.Select(s => Rate(s.Definition.Costs.CommissionRate)).Distinct());

    private static string SpreadOf(StrategyCosts costs, PaperRules rules) =>
        costs.Prices != CostPrices.Both ? $"Left out: everything trades at the {ExportText.Of(costs.Prices)}"
        : rules.CrossSpread ? "Crossed: buys at the ask, sells at the bid"
        : "Not crossed: both at the middle";

    private static string Rate(decimal rate) => string.Create(CultureInfo.InvariantCulture, $"{rate * 100m:0.######} % of each fill");

    private static string Name(SlippageModel model) => model switch
    {
        SlippageModel.None => "None",
        SlippageModel.Fixed f => string.Create(CultureInfo.InvariantCulture, $"{f.Distance} a unit"),
        SlippageModel.Volatility v => string.Create(CultureInfo.InvariantCulture, $"{v.Multiple} × volatility over {v.Span} quotes"),
        SlippageModel.VolumeShare => "By the share of the volume",
        SlippageModel.SquareRootImpact => "Square-root impact",
        _ => model.GetType().Name,
    };

    private static string Name(LatencyModel model) => model switch
    {
        LatencyModel.None => "None",
        LatencyModel.Fixed f => string.Create(CultureInfo.InvariantCulture, $"{f.Delay.TotalMilliseconds:0.###} ms"),
        LatencyModel.LogNormal l => string.Create(CultureInfo.InvariantCulture, $"Log-normal, median {l.Median.TotalMilliseconds:0.###} ms"),
        _ => model.GetType().Name,
    };
}

/// <summary>A table of texts; several with one title stand in one section.</summary>
/// <param name="Title">Of the section.</param>
/// <param name="Caption">What the table shows.</param>
/// <param name="Rows">Each as long as <paramref name="Columns"/>, its first cell naming it.</param>
/// <param name="Note">Below it; empty where there is none.</param>
public sealed record ReportTable(
    string Title, string Caption, ImmutableArray<string> Columns, ImmutableArray<ImmutableArray<string>> Rows, string Note = "");

/// <summary>One line of the report's head.</summary>
public sealed record ReportFact(string Name, string Value);

/// <summary>An objective over two parameters.</summary>
/// <param name="ColumnName">Of the parameter that goes across.</param>
/// <param name="Columns">Its values, at most <see cref="AxisMax"/>.</param>
/// <param name="Values">Row by row, <c>Rows × Columns</c>; null where nothing was run or the objective is undefined. More is better.</param>
public sealed record ParameterHeatMap(
    string Objective, string ColumnName, ImmutableArray<string> Columns, string RowName, ImmutableArray<string> Rows, ImmutableArray<double?> Values)
{
    public const int AxisMax = 64;

    /// <summary>What a search found, as a report shows it.</summary>
    public static ParameterHeatMap Of(HeatMap map, string objective) =>
        new(objective, map.Across, map.Columns, map.Down, map.Rows, [.. map.Cells.SelectMany(row => row)]);

    /// <exception cref="ArgumentException">The grid is empty, too large, or not of its axes' size.</exception>
    internal void Check()
    {
        if (Columns.Length is 0 or > AxisMax || Rows.Length is 0 or > AxisMax || Values.Length != Columns.Length * Rows.Length)
        {
            throw new ArgumentException(
                $"{Values.Length} values do not fill {Rows.Length} rows of {Columns.Length}, or an axis has none or more than {AxisMax}.");
        }
    }
}

/// <summary>Where the account's value lay over many simulated runs.</summary>
/// <param name="Runs">How many.</param>
/// <param name="Percents">Of the percentiles, ascending, such as 5, 25, 50, 75, 95; 1 to 15.</param>
/// <param name="Steps">For each step in turn, as many values as there are percentiles; the first step is the start.</param>
public sealed record MonteCarloFan(int Runs, ImmutableArray<double> Percents, ImmutableArray<ImmutableArray<double>> Steps)
{
    public const int PercentsMax = 15;

    /// <exception cref="ArgumentException">There are no steps, or a step has another number of values.</exception>
    internal void Check()
    {
        if (Percents.Length is 0 or > PercentsMax || Steps.Length < 2 || Steps.Any(s => s.Length != Percents.Length || !s.All(double.IsFinite)))
        {
            throw new ArgumentException($"A fan needs 1 to {PercentsMax} percentiles and two steps or more, each with a number for every percentile.");
        }
    }
}
