namespace Countersign.Domain.Execution;

/// <summary>Why the desk itself has an order cancelled, and what a fill was too much of.</summary>
public static class OrderCodes
{
    /// <summary>Another order of its group was filled.</summary>
    public const string Oco = "order.oco";

    /// <summary>There is no position any more that it could make smaller.</summary>
    public const string ReduceOnly = "order.reduce_only";

    /// <summary>Its stop-loss or take-profit began to fill: the way out has begun, so the way in ends.</summary>
    public const string ExitFilled = "order.exit_filled";

    public const string Overfill = "order.overfill";

    /// <summary>It was cancelled, expired or rejected before the fill was told.</summary>
    public const string Late = "order.late";

    /// <summary>The venue never had it.</summary>
    public const string NeverArrived = "order.never_arrived";
}
