namespace Countersign.Domain.Execution;

/// <summary>Why the paper venue rejects or cancels an order.</summary>
public static class PaperCodes
{
    public const string NoPrice = "venue.no_price";

    public const string StalePrice = "venue.stale_price";

    public const string Requested = "venue.requested";

    public const string NotOpen = "venue.not_open";

    public const string ImmediateOrCancel = "venue.ioc";

    public const string FillOrKill = "venue.fok";

    public const string PostOnly = "venue.post_only";

    public const string ReduceOnly = "venue.reduce_only";

    public const string Oco = "venue.oco";

    public const string Ticket = "venue.ticket";

    public const string BelowFilled = "venue.below_filled";
}
