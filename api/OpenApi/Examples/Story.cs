using System.Text.Json;
using Countersign.Api.Contracts.Markets;

namespace Countersign.Api.OpenApi.Examples;

/// <summary>What the examples share.</summary>
internal static class Story
{
    public const string TenantId = "t-demo";
    public const string AccountId = "a-main";
    public const string StrategyId = "s-ema-cross";
    public const string IdeaId = "i-7d3f0c2e91b84f0a";
    public const string BacktestId = "b-5b1e8a7c44d2";
    public const string Symbol = "EURUSD";
    public const string PersonId = "u-4f9a1c";
    public const string Hash = "9f2c4ae1b7d05386c1e94b7a20f3d8656e0b91c47d2a8f3514c6b0e97a5d2f18";

    public static DateTimeOffset Morning { get; } = new(2026, 1, 5, 9, 30, 0, TimeSpan.Zero);

    public static Quote NewestQuote { get; } = new(Symbol, Morning, 1.17204m, 1.17211m, false);

    public static Bar LastBar { get; } = new(
        Morning.AddHours(-1), Morning, new BarSide(1.17102m, 1.17260m, 1.17088m, 1.17204m), new BarSide(1.17109m, 1.17267m, 1.17095m, 1.17211m), 4120, 0m);

    /// <summary>The strategy that the examples trade: it ships with the desk.</summary>
    public static JsonElement Definition { get; } = Json(Template());

    public static JsonElement Json(string text) => JsonDocument.Parse(text).RootElement.Clone();

    private static string Template()
    {
        using var stream = typeof(Story).Assembly.GetManifestResourceStream("strategy-template.ema-cross.json")
            ?? throw new InvalidOperationException("The template of the examples is not among the resources.");
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd();
    }
}
