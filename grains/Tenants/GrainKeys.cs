using Countersign.Domain.Accounts;
using Countersign.Domain.Backtests.Jobs;
using Countersign.Domain.Markets;
using Countersign.Domain.Strategies;
using Countersign.Domain.Tenants;
using Countersign.Domain.TradeIdeas;

namespace Countersign.Grains.Tenants;

/// <summary>
/// The one place where grain keys are built and read. A tenant's grains begin with the tenant; market data begins with <c>m-</c>, the
/// platform's own grains with <c>p-</c>. No part can be read as a number or a Guid, which some stores would fold together.
/// </summary>
public static class GrainKeys
{
    /// <summary>The sign-in grain.</summary>
    public const string SignIn = "p-sign-in";

    /// <summary>The platform's limits and trading state.</summary>
    public const string PlatformRisk = "p-risk";

    /// <summary>What the platform has set.</summary>
    public const string PlatformSettings = "p-settings";

    /// <summary>The list of tenants.</summary>
    public const string Tenants = "p-tenants";

    /// <summary>The list of instruments.</summary>
    public const string Markets = "m-directory";

    /// <summary>The stored market history.</summary>
    public const string MarketHistory = "m-history";

    /// <summary>Imports of recordings into it.</summary>
    public const string HistoryImports = "m-imports";

    /// <summary>The economic calendar.</summary>
    public const string Calendar = "m-calendar";

    /// <summary>What takes snapshots on schedule.</summary>
    public const string SnapshotSchedule = "m-snapshots";

    private const string MarketPrefix = "m-";

    private const string RiskPart = "risk";
    private const string SettingsPart = "settings";

    public static string Tenant(TenantId tenant) => tenant.Value;

    public static string User(TenantId tenant, UserId user) => $"{tenant}/{user}";

    /// <summary>The tenant's API keys.</summary>
    public static string ApiKeys(TenantId tenant) => $"{tenant}/api-keys";

    /// <summary>Which accounts the tenant has.</summary>
    public static string Accounts(TenantId tenant) => $"{tenant}/accounts";

    /// <summary>The tenant's webhooks.</summary>
    public static string Webhooks(TenantId tenant) => $"{tenant}/webhooks";

    /// <summary>What sends the tenant's messages to its webhooks.</summary>
    public static string WebhookDispatch(TenantId tenant) => $"{tenant}/webhook-dispatch";

    public static string Account(TenantId tenant, AccountId account) => $"{tenant}/{account}";

    public static string Strategy(TenantId tenant, StrategyId strategy) => $"{tenant}/{strategy}";

    public static string TradeIdea(TenantId tenant, TradeIdeaId idea) => $"{tenant}/{idea}";

    public static string Backtest(TenantId tenant, BacktestJobId backtest) => $"{tenant}/{backtest}";

    /// <summary>The tenant's backtests that wait or run.</summary>
    public static string Backtests(TenantId tenant) => $"{tenant}/backtests";

    /// <summary>The tenant's limits and trading state.</summary>
    public static string TenantRisk(TenantId tenant) => $"{tenant}/{RiskPart}";

    /// <summary>A strategy's limits and trading state.</summary>
    public static string StrategyRisk(TenantId tenant, StrategyId strategy) => $"{tenant}/{RiskPart}-{strategy}";

    /// <summary>What the tenant has set.</summary>
    public static string TenantSettings(TenantId tenant) => $"{tenant}/{SettingsPart}";

    /// <summary>What a user has set.</summary>
    public static string UserSettings(TenantId tenant, UserId user) => $"{tenant}/{SettingsPart}-{user}";

    /// <summary>The tenant's news.</summary>
    public static string News(TenantId tenant) => $"{tenant}/news";

    /// <summary>What the tenant may see of the snapshots.</summary>
    public static string Snapshots(TenantId tenant) => $"{tenant}/snapshots";

    public static string Instrument(Symbol symbol) => MarketPrefix + symbol;

    /// <summary>The paper venue of a symbol. It is the instrument's key: prices go to both by it.</summary>
    public static string PaperVenue(Symbol symbol) => Instrument(symbol);

    public static Symbol SymbolOf(string key) => Symbol.Parse(key[MarketPrefix.Length..]);

    /// <summary>The tenant that a key belongs to; null for market data and the platform.</summary>
    public static TenantId? TenantOf(string key)
    {
        if (!key.StartsWith(TenantId.Prefix, StringComparison.Ordinal))
        {
            return null;
        }

        var slash = key.IndexOf('/');
        return TenantId.Parse(slash < 0 ? key : key[..slash]);
    }

    /// <summary>The strategy whose limits a key is of; null for the tenant's.</summary>
    internal static StrategyId? StrategyOfRisk(string key)
    {
        var local = LocalPart(key);
        return local == RiskPart ? null : StrategyId.Parse(local[(RiskPart.Length + 1)..]);
    }

    /// <summary>The user whose settings a key is of; null for a tenant's and the platform's.</summary>
    internal static UserId? OwnerOfSettings(string key)
    {
        var local = LocalPart(key);
        return key == PlatformSettings || local == SettingsPart ? null : UserId.Parse(local[(SettingsPart.Length + 1)..]);
    }

    /// <summary>The part after the tenant.</summary>
    internal static string LocalPart(string key) => key[(key.IndexOf('/') + 1)..];
}
