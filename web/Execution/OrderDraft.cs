using System.Globalization;
using Countersign.Api.Contracts.Execution;
using Countersign.Api.Contracts.Risk;

namespace Countersign.Web.Execution;

/// <summary>One order as a ticket has it, text by text, with what is wrong at which of its fields.</summary>
public sealed class OrderDraft
{
    private readonly Dictionary<string, string> mistakes = new(StringComparer.Ordinal);

    public string Side { get; set; } = "buy";

    public string Type { get; set; } = "market";

    public string Limit { get; set; } = "";

    public string Trigger { get; set; } = "";

    public string Trail { get; set; } = "";

    public string Stop { get; set; } = "";

    public string Target { get; set; } = "";

    /// <summary>What the risk gate would say of it; null where it was not asked.</summary>
    public WhatIf? WhatIf { get; set; }

    public bool HasLimit => Type is "limit" or "stopLimit";

    public bool HasTrigger => Type is "stop" or "stopLimit";

    public bool HasTrail => Type == "trailingStop";

    /// <summary>Everything is written that its type needs.</summary>
    public bool IsWhole => (!HasLimit || Limit.Length > 0) && (!HasTrigger || Trigger.Length > 0) && (!HasTrail || Trail.Length > 0);

    /// <summary>Nothing is known to be wrong with it.</summary>
    public bool IsRight => mistakes.Count == 0;

    /// <summary>What is wrong at a field, by the API's name of it; null where nothing is known to be.</summary>
    public string? At(string field) => mistakes.GetValueOrDefault(field);

    /// <summary>Forgets what was found out about it.</summary>
    public void Forget()
    {
        mistakes.Clear();
        WhatIf = null;
    }

    /// <summary>Keeps what is wrong at a field; false where the form shows no such field.</summary>
    public bool TryPut(string field, string mistake)
    {
        var name = field.StartsWith("trail.", StringComparison.Ordinal) ? "trail" : field;
        var isShown = name switch
        {
            "limitPrice" => HasLimit,
            "triggerPrice" => HasTrigger,
            "trail" => HasTrail,
            "stop" or "target" => true,
            _ => false,
        };
        if (isShown)
        {
            mistakes[name] = mistake;
        }

        return isShown;
    }

    /// <summary>The order; what of it is no number is kept as a mistake and left out.</summary>
    public T Read<T>(T order, string symbol, decimal? quantity) where T : OrderTerms => order with
    {
        Symbol = symbol, Side = Side, Type = Type, Quantity = quantity,
        LimitPrice = HasLimit ? Number("limitPrice", Limit) : null,
        TriggerPrice = HasTrigger ? Number("triggerPrice", Trigger) : null,
        Trail = HasTrail && Number("trail", Trail) is { } distance ? new TrailRequest { Value = distance, Unit = "distance" } : null,
        Stop = Stop.Length > 0 ? Number("stop", Stop) : null,
        Target = Target.Length > 0 ? Number("target", Target) : null,
    };

    private decimal? Number(string field, string text)
    {
        if (TryNumber(text, out var value))
        {
            return value;
        }

        mistakes[field] = "A number is right, such as 1.0825.";
        return null;
    }

    internal static bool TryNumber(string text, out decimal value) =>
        decimal.TryParse(text.Trim(), NumberStyles.Number, CultureInfo.InvariantCulture, out value);
}
