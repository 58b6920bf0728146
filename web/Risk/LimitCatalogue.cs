using System.Collections.Immutable;
using System.Globalization;
using System.Reflection;
using System.Text;
using Countersign.Api.Contracts.Risk;

namespace Countersign.Web.Risk;

/// <summary>One limit of <see cref="RiskLimits"/>, for a table and a form.</summary>
/// <param name="Property">Which.</param>
/// <param name="Title">For people.</param>
internal sealed record LimitEntry(PropertyInfo Property, string Title)
{
    public string Name => Property.Name;

    public Type Kind => Nullable.GetUnderlyingType(Property.PropertyType) ?? Property.PropertyType;

    /// <summary>What the figure counts.</summary>
    public string Help => Name switch
    {
        _ when Name.Contains("Percent", StringComparison.Ordinal) => "in percent",
        _ when Name.Contains("Seconds", StringComparison.Ordinal) => "in seconds",
        _ when Name.Contains("Quantity", StringComparison.Ordinal) || Name == nameof(RiskLimits.PositionMax) => "in base currency",
        _ when Kind == typeof(int) => "a count",
        _ when Kind == typeof(bool) => "yes or no",
        nameof(RiskLimits.LeverageMax) or nameof(RiskLimits.VolatilityMultipleMax) => "a multiple",
        nameof(RiskLimits.CorrelationThreshold) => "from 0 to 0.8",
        _ => "an amount in the account's currency",
    };

    /// <summary>As it is shown; null where it is not set.</summary>
    public string? Read(RiskLimits limits) => Property.GetValue(limits) switch
    {
        null => null,
        decimal d => d.ToString("#,0.####", CultureInfo.InvariantCulture),
        bool b => b ? "yes" : "no",
        var whole => Convert.ToString(whole, CultureInfo.InvariantCulture),
    };
}

/// <summary>Every limit that the API knows, in its order: a limit that is added there is shown here.</summary>
internal static class LimitCatalogue
{
    public static ImmutableArray<LimitEntry> All { get; } =
        [.. typeof(RiskLimits).GetProperties().Where(p => p is { CanWrite: true }).Select(p => new LimitEntry(p, TitleOf(p.Name)))];

    // OpenIdeasMax becomes "Open ideas, at most".
    private static string TitleOf(string name)
    {
        var most = name.EndsWith("Max", StringComparison.Ordinal);
        var words = new StringBuilder();
        foreach (var letter in most ? name[..^3] : name)
        {
            words.Append(char.IsUpper(letter) && words.Length > 0 ? $" {char.ToLowerInvariant(letter)}" : letter.ToString());
        }

        return most ? $"{words}, at most" : words.ToString();
    }
}
