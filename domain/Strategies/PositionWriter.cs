using System.Globalization;
using Countersign.Domain.Markets;

namespace Countersign.Domain.Strategies;

/// <summary>Says for people why an open position is left, made smaller or larger.</summary>
internal sealed class PositionWriter(StrategyProgram program, SignalFrame frame, double[] values)
{
    private StrategyPosition Position => frame.Position;

    private string Name => Position.IsLong ? "long" : "short";

    public string Line(Verdict verdict) => verdict.Reason switch
    {
        SignalReason.Reverse => $"against the open {Name} position of {Position.Quantity.Abs()}",
        SignalReason.Trail => TrailLine(),
        SignalReason.Time => TimeLine(),
        SignalReason.Partial => PartialLine(),
        SignalReason.Pyramid => $"added to the open {Name} position of {Position.Quantity.Abs()}: entry {Known.Entries + 1} of at most {program.Definition.Pyramid!.Max}",
        _ => throw new InvalidOperationException($"No line for {verdict}."),
    };

    private PositionMemory Known => Position.Memory!.Value;

    private string TrailLine()
    {
        var bar = new BarView(frame.Bar);
        var levels = new SignalLevels(program, frame.Steps, values);
        var move = PositionRules.NextStop(program, in levels, in bar, Position)!.Value;
        var close = Position.IsLong ? frame.Bar.Bid.Close : frame.Bar.Ask.Close;
        var why = move.Reason == StopMoveReason.BreakEven ? "break-even" : "trailing";
        return $"the {why} stop belongs at {move.Level}, and the close is {close}, past it: the best price since the entry at {Show(Position.EntryPrice)} was {Known.Best}";
    }

    private string TimeLine() => string.Create(
        CultureInfo.InvariantCulture, $"opened {Known.OpenedAt.UtcDateTime:yyyy-MM-dd HH:mm} UTC: it is time to leave");

    private string PartialLine()
    {
        var partial = program.Definition.Partials[Known.Partials];
        var gain = (Known.Best - Position.EntryPrice) * (Position.IsLong ? 1 : -1);
        return string.Create(
            CultureInfo.InvariantCulture,
            $"{partial.Percent} % at a gain of {gain / frame.Steps.Pip:0.#} pips: the best price since the entry at {Show(Position.EntryPrice)} was {Known.Best}");
    }

    // An average price may have no end of digits.
    private string Show(Price price) => new SignalLevels(program, frame.Steps, values).Rounded(price).ToString();
}
