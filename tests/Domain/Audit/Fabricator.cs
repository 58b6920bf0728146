using System.Collections;
using System.Collections.Immutable;
using System.Globalization;
using System.Reflection;
using System.Text;
using Countersign.Domain.Audit;
using Countersign.Domain.Markets;
using Countersign.Domain.Strategies;
using Countersign.Tests.Domain.Strategies;

namespace Countersign.Tests.Domain.Audit;

/// <summary>Makes seeded random values of any domain record, so that a new event is tested without anybody remembering to.</summary>
internal sealed class Fabricator(int seed)
{
    private static readonly NullabilityInfoContext Nullability = new();

    private readonly Random random = new(seed);

    public object Make(Type type)
    {
        if (Simple(type) is { } simple)
        {
            return simple;
        }

        if (type.IsEnum)
        {
            return Pick([.. type.GetEnumValues().Cast<object>()]);
        }

        if (type.IsGenericType && Collection(type) is { } collection)
        {
            return collection;
        }

        return type.IsAbstract
            ? Make(Pick([.. type.Assembly.GetTypes().Where(t => t.IsSubclassOf(type) && !t.IsAbstract)]))
            : Construct(type);
    }

    /// <summary>Every stored member by name and value, found by reflection: what two equal values have in common, JSON aside.</summary>
    public static string Dump(object? value)
    {
        var text = new StringBuilder();
        Dump(text, value);
        return text.ToString();
    }

    private static void Dump(StringBuilder text, object? value)
    {
        switch (value)
        {
            case null:
                text.Append("null");
                break;
            case string or decimal or double or int or long or bool or Enum or Guid:
                text.AppendFormat(CultureInfo.InvariantCulture, "{0}", value);
                break;
            case TimeSpan span:
                text.Append(span.Ticks);
                break;
            case DateTimeOffset or DateOnly or TimeOnly:
                text.AppendFormat(CultureInfo.InvariantCulture, "{0:o}", value);
                break;
            case IEnumerable items:
                text.Append('[');
                foreach (var item in items)
                {
                    Dump(text, item);
                    text.Append(',');
                }

                text.Append(']');
                break;
            case StrategyDefinition definition:
                text.Append(StrategyJson.Write(definition));
                break;
            default:
                text.Append(value.GetType().Name).Append('(');
                foreach (var property in value.GetType().GetProperties(BindingFlags.Public | BindingFlags.Instance)
                    .Where(p => p.GetIndexParameters().Length == 0).OrderBy(p => p.Name, StringComparer.Ordinal))
                {
                    text.Append(property.Name).Append('=');
                    Dump(text, property.GetValue(value));
                    text.Append(' ');
                }

                text.Append(')');
                break;
        }
    }

    private object? Simple(Type type) => type switch
    {
        _ when type == typeof(string) => "Text \"" + random.Next(1000) + "\" ü",
        _ when type == typeof(int) => random.Next(1, 1000),
        _ when type == typeof(long) => random.NextInt64(1, 1L << 50),
        _ when type == typeof(bool) => random.Next(2) == 0,
        _ when type == typeof(double) => random.NextDouble() / 3.0,
        _ when type == typeof(decimal) => new decimal(random.Next(), random.Next(), 0, random.Next(2) == 0, 12),
        _ when type == typeof(DateTimeOffset) => DateTimeOffset.UnixEpoch.AddTicks(random.NextInt64(1L << 54)),
        _ when type == typeof(DateOnly) => DateOnly.FromDayNumber(random.Next(1, 1_000_000)),
        _ when type == typeof(TimeOnly) => new TimeOnly(random.NextInt64(TimeSpan.TicksPerDay)),
        _ when type == typeof(TimeSpan) => TimeSpan.FromTicks(random.NextInt64(1L << 50)),
        _ when type == typeof(Instrument) => Pick([.. Instruments.Known]),
        _ when type == typeof(StrategyDefinition) => Scene.With(""" "entry":{"long":{"above":["close",1]}},"stop":{"pips":100}""").Definition,
        _ when type.GetInterfaces().Any(i => i.IsGenericType && i.GetGenericTypeDefinition() == typeof(ITextValue<>)) => TextValue(type),
        _ => null,
    };

    private object TextValue(Type type)
    {
        var prefix = type.GetField("Prefix")?.GetValue(null) as string;
        var text = type.Name switch
        {
            nameof(Symbol) => "EURUSD",
            nameof(Currency) => "USD",
            nameof(Actor) => "user:u-" + random.Next(1000),
            _ => prefix + "x" + random.Next(1000),
        };
        return type.GetMethod("Parse", [typeof(string)])!.Invoke(null, [text])!;
    }

    private object? Collection(Type type)
    {
        var arguments = type.GetGenericArguments();
        var definition = type.GetGenericTypeDefinition();
        if (definition == typeof(ImmutableArray<>) || definition == typeof(ImmutableList<>))
        {
            var items = Array.CreateInstance(arguments[0], random.Next(1, 4));
            for (var i = 0; i < items.Length; i++)
            {
                items.SetValue(Make(arguments[0]), i);
            }

            var factory = definition == typeof(ImmutableArray<>) ? typeof(ImmutableArray) : typeof(ImmutableList);
            return factory.GetMethods()
                .Single(m => m.Name == "CreateRange" && m.GetParameters() is [{ ParameterType: { IsGenericType: true } p }]
                    && p.GetGenericTypeDefinition() == typeof(IEnumerable<>) && m.GetGenericArguments().Length == 1)
                .MakeGenericMethod(arguments[0]).Invoke(null, [items]);
        }

        if (definition == typeof(ImmutableSortedDictionary<,>) || definition == typeof(ImmutableDictionary<,>))
        {
            var empty = type.GetField("Empty")!.GetValue(null)!;
            return type.GetMethod("Add")!.Invoke(empty, [Make(arguments[0]), Make(arguments[1])]);
        }

        return null;
    }

    private object Construct(Type type)
    {
        var constructor = type.GetConstructors().OrderByDescending(c => c.GetParameters().Length).FirstOrDefault();
        var made = constructor is null
            ? Activator.CreateInstance(type)!
            : constructor.Invoke([.. constructor.GetParameters().Select(p => Value(p.ParameterType, Nullability.Create(p)))]);
        var set = constructor?.GetParameters().Select(p => p.Name).ToHashSet(StringComparer.OrdinalIgnoreCase) ?? [];
        foreach (var property in type.GetProperties().Where(p => p.SetMethod is not null && !set.Contains(p.Name)))
        {
            property.SetValue(made, Value(property.PropertyType, Nullability.Create(property)));
        }

        return made;
    }

    /// <summary>A third of what may be null is.</summary>
    private object? Value(Type type, NullabilityInfo nullability) =>
        nullability.WriteState == NullabilityState.Nullable && random.Next(3) == 0 ? null : Make(Nullable.GetUnderlyingType(type) ?? type);

    private T Pick<T>(T[] choices) => choices[random.Next(choices.Length)];
}
