using System.Text.RegularExpressions;
using Countersign.Tests.Architecture.Reading;
using Mono.Cecil;

namespace Countersign.Tests.Architecture.Shapes;

/// <summary>Events say what happened and stay so; commands say what is wanted.</summary>
internal static partial class MessageRule
{
    private const string Event = "Countersign.Domain.Audit.DomainEvent";

    private static readonly HashSet<string> IrregularPast =
        ["Set", "Made", "Sent", "Begun", "Taken", "Lost", "Won", "Paid", "Met", "Kept", "Left", "Put", "Hit", "Cut", "Withdrawn", "Shown", "Given"];

    private static readonly HashSet<string> Particles = ["Out", "In", "Off", "Up", "Down", "Back", "Away", "Over"];

    // A verb that is not here may be added: the list is what keeps nouns and past tenses out.
    private static readonly HashSet<string> Imperatives =
    [
        "Accept", "Activate", "Add", "Adjust", "Amend", "Approve", "Book", "Cancel", "Change", "Close", "Complete", "Confirm", "Create", "Deposit", "Enable", "Disable", "End",
        "Execute", "Erase", "Expire", "Fail", "Halt", "Import", "Invite", "Issue", "Lock", "Open", "Pause", "Place", "Raise", "Record", "Refresh", "Register",
        "Redeliver", "Reject", "Remove", "Rename", "Replace", "Replay", "Reset", "Resume", "Retire", "Revise", "Revoke", "Roll", "Rotate", "Route", "Send", "Set", "Sign", "Split", "Start", "Stop",
        "Submit", "Suspend", "Transfer", "Unlock", "Update", "Withdraw",
    ];

    /// <summary>The concrete events of a module.</summary>
    public static IEnumerable<TypeDefinition> EventsOf(ModuleDefinition module) =>
        TypeUse.All(module).Where(t => !t.IsAbstract && TypeUse.DescendsFrom(t, Event));

    public static IEnumerable<string> CheckEvents(ModuleDefinition module) => EventsOf(module).SelectMany(CheckEvent);

    /// <summary>Commands: what descends from an abstract record whose name ends with Command.</summary>
    public static IEnumerable<string> CheckCommands(ModuleDefinition module) =>
        from type in TypeUse.All(module)
        where !type.IsAbstract && IsRecord(type) && type.BaseType is { } above && above.Name.EndsWith("Command", StringComparison.Ordinal)
        from problem in CheckCommand(type)
        select problem;

    private static IEnumerable<string> CheckEvent(TypeDefinition type)
    {
        if (!type.IsSealed || !IsRecord(type))
        {
            yield return $"{type.Name} is not a sealed record";
        }

        if (!IsPast(type.Name))
        {
            yield return $"{type.Name} does not say what happened, in the past tense";
        }

        foreach (var property in SettableOf(type))
        {
            yield return $"{type.Name}.{property} can be set after it happened";
        }
    }

    private static IEnumerable<string> CheckCommand(TypeDefinition type)
    {
        if (!type.IsSealed)
        {
            yield return $"{type.Name} is not a sealed record";
        }

        if (!Imperatives.Contains(Words(type.Name)[0]))
        {
            yield return $"{type.Name} does not begin with a verb in the imperative";
        }

        foreach (var property in SettableOf(type))
        {
            yield return $"{type.Name}.{property} can be set after it was given";
        }
    }

    private static IEnumerable<string> SettableOf(TypeDefinition type) =>
        type.Properties.Where(p => p.SetMethod is { } set && !IsInit(set)).Select(p => p.Name);

    private static bool IsInit(MethodDefinition setter) =>
        setter.ReturnType is RequiredModifierType { ModifierType.FullName: "System.Runtime.CompilerServices.IsExternalInit" };

    private static bool IsRecord(TypeDefinition type) => type.Methods.Any(m => m.Name == "<Clone>$");

    private static bool IsPast(string name)
    {
        var words = Words(name);
        var verb = words.Length > 1 && Particles.Contains(words[^1]) ? words[^2] : words[^1];
        return words.Length > 1 && (verb.EndsWith("ed", StringComparison.Ordinal) || IrregularPast.Contains(verb));
    }

    private static string[] Words(string name) => [.. Word().Matches(name).Select(m => m.Value)];

    [GeneratedRegex("[A-Z][a-z0-9]*")]
    private static partial Regex Word();
}
