using System.Collections.Concurrent;
using System.Collections.Frozen;
using System.Collections.Immutable;
using System.Globalization;
using System.Numerics;
using System.Reflection;

namespace Countersign.Embedded;

/// <summary>
/// Copies a state as a round trip through a serializer would: what a grain changes after a write does not reach the store.
/// Objects whose fields are all read-only and hold nothing that had to be copied are shared, so immutable records cost nothing.
/// </summary>
internal static class StateCopier
{
    private static readonly ConcurrentDictionary<Type, CopyPlan> Plans = new();
    private static readonly Func<object, object> Clone =
        typeof(object).GetMethod(nameof(MemberwiseClone), BindingFlags.Instance | BindingFlags.NonPublic)!
            .CreateDelegate<Func<object, object>>();

    public static T Copy<T>(T value)
    {
        if (value is null || PlanOf(value.GetType()).Shared)
        {
            return value;
        }

        return (T)Copy(value, new Dictionary<object, object>(ReferenceEqualityComparer.Instance));
    }

    private static object Copy(object source, Dictionary<object, object> done)
    {
        var plan = PlanOf(source.GetType());
        if (plan.Shared)
        {
            return source;
        }

        if (!plan.IsValueType && done.TryGetValue(source, out var known))
        {
            return known;
        }

        return source is Array array ? CopyArray(array, done) : CopyObject(source, plan, done);
    }

    private static Array CopyArray(Array source, Dictionary<object, object> done)
    {
        var copy = (Array)source.Clone();
        done[source] = copy;
        if (PlanOf(source.GetType().GetElementType()!).Shared)
        {
            return copy;
        }

        var at = new int[source.Rank];
        for (var n = 0; n < source.Length; n++)
        {
            IndexOf(source, n, at);
            if (source.GetValue(at) is { } element)
            {
                copy.SetValue(Copy(element, done), at);
            }
        }

        return copy;
    }

    private static void IndexOf(Array array, int flat, int[] at)
    {
        for (var d = array.Rank - 1; d >= 0; d--)
        {
            var length = array.GetLength(d);
            at[d] = (flat % length) + array.GetLowerBound(d);
            flat /= length;
        }
    }

    private static object CopyObject(object source, CopyPlan plan, Dictionary<object, object> done)
    {
        var copy = Clone(source);
        if (!plan.IsValueType)
        {
            done[source] = copy;
        }

        var changed = plan.Mutable;
        foreach (var field in plan.Fields)
        {
            if (field.GetValue(source) is { } value)
            {
                var fieldCopy = Copy(value, done);
                if (!ReferenceEquals(fieldCopy, value))
                {
                    changed = true;
                    field.SetValue(copy, fieldCopy);
                }
            }
        }

        if (!changed && !plan.IsValueType)
        {
            done[source] = source;
            return source;
        }

        return copy;
    }

    private static CopyPlan PlanOf(Type type) => Plans.GetOrAdd(type, Build);

    private static CopyPlan Build(Type type)
    {
        if (IsShared(type))
        {
            return new CopyPlan(true, false, type.IsValueType, []);
        }

        if (type.IsArray)
        {
            return new CopyPlan(false, true, false, []);
        }

        var all = new List<FieldInfo>();
        for (var t = type; t is not null && t != typeof(object); t = t.BaseType)
        {
            all.AddRange(t.GetFields(BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.DeclaredOnly));
        }

        var mutable = !type.IsValueType && all.Exists(f => !f.IsInitOnly);
        var deep = all.Where(f => !IsSharedField(f.FieldType, type)).ToArray();
        return new CopyPlan(!mutable && deep.Length == 0, mutable, type.IsValueType, deep);
    }

    // A field's value may be of a derived type, so only closed types say anything about what it holds.
    private static bool IsSharedField(Type field, Type owner) =>
        IsShared(field) || (field.IsValueType && field != owner && PlanOf(field).Shared);

    private static bool IsShared(Type type) =>
        type.IsPrimitive || type.IsEnum || type.IsPointer
        || type == typeof(string) || type == typeof(decimal) || type == typeof(DateTime) || type == typeof(DateTimeOffset)
        || type == typeof(TimeSpan) || type == typeof(Guid) || type == typeof(DateOnly) || type == typeof(TimeOnly)
        || type == typeof(Uri) || type == typeof(Version) || type == typeof(BigInteger) || type == typeof(object)
        || typeof(Type).IsAssignableFrom(type) || typeof(Delegate).IsAssignableFrom(type) || typeof(CultureInfo).IsAssignableFrom(type)
        || typeof(StringComparer).IsAssignableFrom(type) || IsComparer(type)
        || (type.Namespace == typeof(ImmutableArray).Namespace && type.Name.StartsWith("Immutable", StringComparison.Ordinal))
        || type.Namespace == typeof(FrozenSet).Namespace;

    private static bool IsComparer(Type type) =>
        type.Namespace == typeof(EqualityComparer<>).Namespace && type.Name.Contains("Comparer", StringComparison.Ordinal);

    private sealed record CopyPlan(bool Shared, bool Mutable, bool IsValueType, FieldInfo[] Fields);
}
