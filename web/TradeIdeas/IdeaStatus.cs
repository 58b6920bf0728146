namespace Countersign.Web.TradeIdeas;

/// <summary>The statuses that pages tell apart, as the API writes them.</summary>
internal static class IdeaStatus
{
    public const string NeedsApproval = "needsApproval";
    public const string Rejected = "rejected";
}
