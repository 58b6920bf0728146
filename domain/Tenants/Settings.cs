using System.Collections.Immutable;
using System.Globalization;
using Countersign.Domain.Audit;

namespace Countersign.Domain.Tenants;

/// <summary>A value that a level set.</summary>
public sealed record SettingEntry(string Value, Actor By, DateTimeOffset At);

/// <summary>What one level (the platform, a tenant, a user) has set, by name.</summary>
public sealed record SettingsBook(ImmutableSortedDictionary<string, SettingEntry> Values)
{
    public static SettingsBook None { get; } = new(ImmutableSortedDictionary.Create<string, SettingEntry>(StringComparer.Ordinal));
}

/// <summary>A setting as it holds.</summary>
/// <param name="Source">The level whose value it is; null where it is the default.</param>
public sealed record EffectiveSetting(SettingDefinition Definition, string Value, SettingLevel? Source)
{
    public int Whole => int.Parse(Value, CultureInfo.InvariantCulture);

    public bool IsOn => Value == SettingKind.Flag.Yes;

    /// <summary>What holds of what the levels set. Values that the catalogue does not allow any more count as not set.</summary>
    public static EffectiveSetting Of(SettingDefinition definition, SettingsBook? platform, SettingsBook? tenant = null, SettingsBook? user = null)
    {
        EffectiveSetting holds = new(definition, definition.Default, null);
        foreach (var (level, book) in (ReadOnlySpan<(SettingLevel, SettingsBook?)>)
            [(SettingLevel.Platform, platform), (SettingLevel.Tenant, tenant), (SettingLevel.User, user)])
        {
            if (level <= definition.Lowest && book?.Values.GetValueOrDefault(definition.Name) is { } entry
                && definition.Kind.Normalise(entry.Value) is { } value && Takes(holds, value))
            {
                holds = new EffectiveSetting(definition, value, level);
            }
        }

        return holds;
    }

    private static bool Takes(EffectiveSetting holds, string value) =>
        holds.Source is null || holds.Definition.Precedence == SettingPrecedence.Nearest || holds.Definition.Kind switch
        {
            SettingKind.Whole => int.Parse(value, CultureInfo.InvariantCulture) < holds.Whole,
            _ => value == SettingKind.Flag.Yes && !holds.IsOn,
        };
}

/// <param name="By">Who wants it.</param>
/// <param name="IfVersion">Only where the level is still at this version; null in any case.</param>
public abstract record SettingCommand(CommandId CommandId, Actor By, string Name, long? IfVersion);

public sealed record ChangeSetting(CommandId CommandId, Actor By, string Name, string Value, long? IfVersion = null)
    : SettingCommand(CommandId, By, Name, IfVersion);

/// <summary>Takes a level's value back: that of the level above holds again.</summary>
public sealed record RemoveSetting(CommandId CommandId, Actor By, string Name, long? IfVersion = null) : SettingCommand(CommandId, By, Name, IfVersion);

public abstract record SettingEvent(DateTimeOffset At) : DomainEvent(At);

public sealed record SettingChanged(string Name, string Value, Actor By, DateTimeOffset At) : SettingEvent(At);

public sealed record SettingCleared(string Name, Actor By, DateTimeOffset At) : SettingEvent(At);

public static class SettingRefusals
{
    public static Refusal NotYours { get; } = new("settings.not_yours", "Everybody changes only their own settings.");

    public static Refusal Changed { get; } = new("settings.changed", "Somebody else changed the settings first.");

    public static Refusal Unknown(string name) => new("settings.not_found", $"There is no setting '{name}'.");

    public static Refusal Level(SettingDefinition setting, SettingLevel level) => new(
        "settings.level", $"'{setting.Name}' is not set by a {Name(level)}: a {Name(setting.Lowest)} is the nearest that does.");

    public static Refusal Value(SettingDefinition setting) => new("settings.value", $"'{setting.Name}' is {setting.Kind.Rule}.");

    private static string Name(SettingLevel level) => level.ToString().ToLowerInvariant();
}

/// <summary>The rules of settings.</summary>
public static class SettingsDecider
{
    /// <param name="state">What the level has set; null for nothing ever.</param>
    /// <param name="command">What is wanted.</param>
    /// <param name="level">Whose settings they are.</param>
    /// <param name="version">The level's version now.</param>
    /// <param name="now">The desk's clock.</param>
    public static Outcome<SettingEvent> Decide(SettingsBook? state, SettingCommand command, SettingLevel level, long version, DateTimeOffset now)
    {
        if (SettingCatalogue.Find(command.Name) is not { } setting)
        {
            return Outcome<SettingEvent>.Refuse(SettingRefusals.Unknown(command.Name));
        }

        if (level > setting.Lowest)
        {
            return Outcome<SettingEvent>.Refuse(SettingRefusals.Level(setting, level));
        }

        if (command.IfVersion is { } expected && expected != version)
        {
            return Outcome<SettingEvent>.Refuse(SettingRefusals.Changed);
        }

        var before = state?.Values.GetValueOrDefault(setting.Name)?.Value;
        return command switch
        {
            ChangeSetting c => setting.Kind.Normalise(c.Value) is { } value
                ? Outcome<SettingEvent>.Accept(value == before ? [] : [new SettingChanged(setting.Name, value, c.By, now)])
                : Outcome<SettingEvent>.Refuse(SettingRefusals.Value(setting)),
            RemoveSetting c => Outcome<SettingEvent>.Accept(before is null ? [] : [new SettingCleared(setting.Name, c.By, now)]),
            _ => throw new InvalidOperationException($"{command.GetType().Name} is not known here."),
        };
    }

    public static SettingsBook Apply(SettingsBook? state, SettingEvent @event)
    {
        var values = (state ?? SettingsBook.None).Values;
        return new SettingsBook(@event switch
        {
            SettingChanged e => values.SetItem(e.Name, new SettingEntry(e.Value, e.By, e.At)),
            SettingCleared e => values.Remove(e.Name),
            _ => throw new InvalidOperationException($"{@event.GetType().Name} is not known here."),
        });
    }
}
