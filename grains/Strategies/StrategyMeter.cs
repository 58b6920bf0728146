using System.Diagnostics.Metrics;

namespace Countersign.Grains.Strategies;

/// <summary>What strategies did, for whoever listens to the meter <c>Countersign.Strategies</c>.</summary>
internal static class StrategyMeter
{
    public const string Name = "Countersign.Strategies";
    public const string BarsName = "countersign.strategies.bars";

    private static readonly Meter Meter = new(Name);

    /// <summary>Bars that strategies decided on.</summary>
    public static Counter<long> Bars { get; } = Meter.CreateCounter<long>(BarsName, "{bar}", "Bars that strategies decided on.");
}
