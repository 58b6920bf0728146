using System.Collections.Immutable;
using Countersign.Domain.Audit;
using Countersign.Domain.Markets;
using Countersign.Domain.Risk;

namespace Countersign.Domain.Strategies;

/// <summary>The rules of a strategy's life. What a definition may say is <see cref="StrategyJson"/>'s business.</summary>
public static class StrategyDecider
{
    public static Outcome<StrategyEvent> Decide(Strategy? state, CreateStrategy command, DateTimeOffset now)
    {
        if (UnknownSymbols(command.Definition) is { IsEmpty: false } unknown)
        {
            return Outcome<StrategyEvent>.Refuse(unknown);
        }

        if (state is null)
        {
            return Outcome<StrategyEvent>.Accept(new StrategyCreated(command.Id, command.Definition, command.By, now));
        }

        return state.Definition == command.Definition
            ? Outcome<StrategyEvent>.Accept()
            : Outcome<StrategyEvent>.Refuse(StrategyRefusals.AlreadyCreated(state.Id));
    }

    /// <summary>A further version; the same definition again yields no event.</summary>
    public static Outcome<StrategyEvent> Decide(Strategy? state, ReviseStrategy command, DateTimeOffset now)
    {
        if (state is null)
        {
            return Outcome<StrategyEvent>.Refuse(StrategyRefusals.NotFound);
        }

        if (state.Retirement is { } retirement)
        {
            return Outcome<StrategyEvent>.Refuse(StrategyRefusals.Retired(retirement));
        }

        if (UnknownSymbols(command.Definition) is { IsEmpty: false } unknown)
        {
            return Outcome<StrategyEvent>.Refuse(unknown);
        }

        if (state.Definition == command.Definition)
        {
            return Outcome<StrategyEvent>.Accept();
        }

        return state.Version >= StrategyVersion.Max
            ? Outcome<StrategyEvent>.Refuse(StrategyRefusals.TooManyVersions)
            : Outcome<StrategyEvent>.Accept(new StrategyRevised(command.Definition, state.Version + 1, command.By, now));
    }

    public static Outcome<StrategyEvent> Decide(Strategy? state, ActivateStrategy command, DateTimeOffset now)
    {
        if (state is null)
        {
            return Outcome<StrategyEvent>.Refuse(StrategyRefusals.NotFound);
        }

        if (state.Retirement is { } retirement)
        {
            return Outcome<StrategyEvent>.Refuse(StrategyRefusals.Retired(retirement));
        }

        if (AutonomyRules.Check(command.Autonomy) is { IsEmpty: false } faults)
        {
            return Outcome<StrategyEvent>.Refuse(faults);
        }

        return state.Status == StrategyStatus.Active && state.Account == command.Account && state.Autonomy == command.Autonomy
            ? Outcome<StrategyEvent>.Accept()
            : Outcome<StrategyEvent>.Accept(new StrategyActivated(command.Account, command.Autonomy, command.By, now));
    }

    /// <summary>Sets the autonomy, also of a strategy that is not active; the same again yields no event.</summary>
    public static Outcome<StrategyEvent> Decide(Strategy? state, SetStrategyAutonomy command, DateTimeOffset now)
    {
        if (state is null)
        {
            return Outcome<StrategyEvent>.Refuse(StrategyRefusals.NotFound);
        }

        if (state.Retirement is { } retirement)
        {
            return Outcome<StrategyEvent>.Refuse(StrategyRefusals.Retired(retirement));
        }

        var faults = AutonomyRules.Check(command.Autonomy);
        if (AutonomyRules.CheckReason(command.Reason) is { } fault)
        {
            faults = faults.Add(fault);
        }

        if (!faults.IsEmpty)
        {
            return Outcome<StrategyEvent>.Refuse(faults);
        }

        return state.Autonomy == command.Autonomy
            ? Outcome<StrategyEvent>.Accept()
            : Outcome<StrategyEvent>.Accept(new StrategyAutonomySet(command.Autonomy, command.Reason, command.By, now));
    }

    public static Outcome<StrategyEvent> Decide(Strategy? state, PauseStrategy command, DateTimeOffset now) => state switch
    {
        null => Outcome<StrategyEvent>.Refuse(StrategyRefusals.NotFound),
        { Retirement: { } retirement } => Outcome<StrategyEvent>.Refuse(StrategyRefusals.Retired(retirement)),
        { Status: StrategyStatus.Draft } => Outcome<StrategyEvent>.Refuse(StrategyRefusals.NotActive),
        { Status: StrategyStatus.Paused } => Outcome<StrategyEvent>.Accept(),
        _ => Outcome<StrategyEvent>.Accept(new StrategyPaused(command.By, now)),
    };

    /// <summary>Ends a strategy of any status; one that is retired already stays as it is.</summary>
    public static Outcome<StrategyEvent> Decide(Strategy? state, RetireStrategy command, DateTimeOffset now)
    {
        if (state is null)
        {
            return Outcome<StrategyEvent>.Refuse(StrategyRefusals.NotFound);
        }

        if (string.IsNullOrWhiteSpace(command.Reason) || command.Reason.Length > AutonomyRules.ReasonMax)
        {
            return Outcome<StrategyEvent>.Refuse(StrategyRefusals.ReasonMissing);
        }

        return state.Retirement is not null
            ? Outcome<StrategyEvent>.Accept()
            : Outcome<StrategyEvent>.Accept(new StrategyRetired(command.Reason, command.By, now));
    }

    /// <summary>A strategy on a symbol that has no market would wait for ever; better to say so at once.</summary>
    private static ImmutableArray<Refusal> UnknownSymbols(StrategyDefinition definition) =>
        [.. definition.SymbolsSeenWith(definition.Symbols).Where(symbol => Instruments.Find(symbol) is null).Select(StrategyRefusals.UnknownSymbol)];

    public static Strategy Apply(Strategy? state, StrategyEvent @event) => @event switch
    {
        StrategyCreated e => new Strategy(e.Id, e.Definition, 1, StrategyStatus.Draft, null, new Autonomy.ApproveEverything()),
        StrategyRevised e when state is not null => state with { Definition = e.Definition, Version = e.Version },
        StrategyActivated e when state is not null => state with
        {
            Status = StrategyStatus.Active, Account = e.Account, Autonomy = e.Autonomy,
        },
        StrategyAutonomySet e when state is not null => state with { Autonomy = e.Autonomy },
        StrategyPaused when state is not null => state with { Status = StrategyStatus.Paused },
        StrategyRetired e when state is not null => state with
        {
            Status = StrategyStatus.Retired, Retirement = new StrategyRetirement(e.Reason, e.By, e.At),
        },
        _ => throw new InvalidOperationException($"{@event.GetType().Name} came before the strategy was created."),
    };
}
