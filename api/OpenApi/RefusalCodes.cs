using System.Buffers.Binary;
using System.Collections.Frozen;
using System.Reflection;
using System.Text.RegularExpressions;
using Countersign.Domain.Audit;
using Countersign.Grains.Audit;

namespace Countersign.Api.OpenApi;

/// <summary>The codes of the desk's refusals by what refuses, which is the word before their dot. They stand in the deciders' code and nowhere else, so that is where they are read.</summary>
internal static partial class RefusalCodes
{
    // The instruction that loads a text, and the table that its operand points into.
    private const byte LoadText = 0x72;
    private const byte TextTable = 0x70;
    private const int LoadTextBytes = 5;

    // A kind of message, of which nobody is refused anything.
    private const string NoRefusal = "webhook.test";

    private const BindingFlags Declared =
        BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Static | BindingFlags.Instance | BindingFlags.DeclaredOnly;

    private static readonly Lazy<FrozenDictionary<string, string[]>> ByFamily = new(() => new[] { typeof(Refusal).Assembly, typeof(Reply).Assembly }
        .SelectMany(TextsOf).Where(text => Code().IsMatch(text) && text != NoRefusal).Distinct().Order(StringComparer.Ordinal)
        .GroupBy(code => code[..code.IndexOf('.')]).ToFrozenDictionary(family => family.Key, family => family.ToArray()));

    /// <summary>In their order.</summary>
    /// <exception cref="InvalidOperationException">Nothing refuses by that word: a mistake of the endpoint's.</exception>
    public static IReadOnlyList<string> Of(string family) => ByFamily.Value.TryGetValue(family, out var codes)
        ? codes
        : throw new InvalidOperationException($"No refusal begins with '{family}.'.");

    private static IEnumerable<string> TextsOf(Assembly assembly) => assembly.GetTypes().SelectMany(type =>
        type.GetMethods(Declared).Cast<MethodBase>().Concat(type.GetConstructors(Declared))).SelectMany(TextsOf);

    private static List<string> TextsOf(MethodBase method)
    {
        var texts = new List<string>();
        var code = method.GetMethodBody()?.GetILAsByteArray() ?? [];
        for (var i = 0; i + LoadTextBytes <= code.Length; i++)
        {
            if (code[i] == LoadText && code[i + LoadTextBytes - 1] == TextTable && Text(method.Module, BinaryPrimitives.ReadInt32LittleEndian(code.AsSpan(i + 1))) is { } text)
            {
                texts.Add(text);
            }
        }

        return texts;
    }

    // Bytes that look like the instruction may be another's operand, and point nowhere.
    private static string? Text(Module module, int token)
    {
        try
        {
            return module.ResolveString(token);
        }
        catch (ArgumentException)
        {
            return null;
        }
    }

    [GeneratedRegex("^[a-z]+\\.[a-z]+(_[a-z]+)*$")]
    private static partial Regex Code();
}
