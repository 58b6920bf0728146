namespace Countersign.Domain.Tenants;

/// <summary>
/// What roles, permission sets and API keys are narrowed by. A permission grants nothing by itself: it is a part of what the caller's roles
/// allow.
/// </summary>
[Flags]
public enum Permissions
{
    None = 0,

    /// <summary>Everything that only reads.</summary>
    Read = 1,

    /// <summary>Approve and reject ideas, define and govern strategies.</summary>
    Trade = 2,

    /// <summary>Place, amend and cancel orders, close positions.</summary>
    PlaceOrders = 4,

    /// <summary>Halt, reduce and resume trading.</summary>
    Stop = 8,

    /// <summary>Members, limits, accounts' terms and money, keys.</summary>
    Administer = 16,

    /// <summary>Add news.</summary>
    Contribute = 32,

    /// <summary>Start, cancel and delete backtests.</summary>
    Backtest = 64,

    /// <summary>Have the journal checked.</summary>
    Verify = 128,

    All = Read | Trade | PlaceOrders | Stop | Administer | Contribute | Backtest | Verify,
}
