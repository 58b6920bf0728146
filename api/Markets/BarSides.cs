namespace Countersign.Api.Markets;

/// <summary>Which prices of a bar are asked for.</summary>
internal static class BarSides
{
    public const string Both = "both";
    public const string Bid = "bid";
    public const string Ask = "ask";
    public const string Mid = "mid";

    public static IReadOnlyList<string> All { get; } = [Both, Bid, Ask, Mid];
}
