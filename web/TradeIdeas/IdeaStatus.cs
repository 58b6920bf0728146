namespace Countersign.Web.TradeIdeas;

/// <summary>The statuses that pages tell apart, as the API writes them.</summary>
internal static class IdeaStatus
{
    public const string NeedsApproval = "needsApproval";
    public const string Waiting = "waiting";
    public const string Rejected = "rejected";

    /// <summary>For people.</summary>
    public static string Name(string status) => status switch
    {
        NeedsApproval => "needs approval",
        "autoExecuted" => "executed on its own",
        _ => status,
    };
}
