namespace Countersign.Domain.Risk;

/// <summary>A limit in force.</summary>
/// <param name="Value">As <see cref="RiskCaps"/> gives it: durations in seconds, a switch as 1.</param>
/// <param name="Level">Who set it; the uppermost where several set the same.</param>
public readonly record struct EffectiveLimit(decimal Value, RiskLevel Level);

/// <summary>The limits of all four levels, the tightest of each in force. Nothing is copied: a limit is looked up when it is asked for.</summary>
public readonly struct EffectiveLimits
{
    /// <summary>From which absolute correlation symbols count together where no level sets a lower one.</summary>
    public const decimal CorrelationDefault = 0.8m;

    private readonly RiskCaps? platform;
    private readonly RiskCaps? tenant;
    private readonly RiskLimits account;
    private readonly RiskCaps? strategy;

    private EffectiveLimits(RiskCaps? platform, RiskCaps? tenant, RiskLimits account, RiskCaps? strategy)
    {
        this.platform = platform;
        this.tenant = tenant;
        this.account = account;
        this.strategy = strategy;
    }

    /// <summary>The correlation from which symbols count together.</summary>
    public double CorrelationThreshold => (double)Math.Min(CorrelationDefault, this[LimitKind.CorrelationThreshold]?.Value ?? CorrelationDefault);

    public EffectiveLimit? this[LimitKind kind]
    {
        get
        {
            EffectiveLimit? tightest = null;
            Take(ref tightest, kind, platform?[kind], RiskLevel.Platform);
            Take(ref tightest, kind, tenant?[kind], RiskLevel.Tenant);
            Take(ref tightest, kind, account[kind], RiskLevel.Account);
            Take(ref tightest, kind, strategy?[kind], RiskLevel.Strategy);
            return tightest;
        }
    }

    public static EffectiveLimits Of(RiskCaps? platform, RiskCaps? tenant, RiskLimits account, RiskCaps? strategy) =>
        new(platform, tenant, account, strategy);

    public static EffectiveLimits Of(RiskLimits account, RiskLevels? levels) =>
        new(levels?.Platform?.Caps, levels?.Tenant?.Caps, account, levels?.Strategy?.Caps);

    private static void Take(ref EffectiveLimit? tightest, LimitKind kind, decimal? value, RiskLevel level)
    {
        if (value is { } v && (tightest is not { } t || kind.Tighter(t.Value, v) != t.Value))
        {
            tightest = new EffectiveLimit(v, level);
        }
    }
}
