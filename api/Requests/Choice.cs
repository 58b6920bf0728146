using System.Text.Json;

namespace Countersign.Api.Requests;

/// <summary>An enum's names in camel case, as the API writes and reads them.</summary>
internal static class Choice
{
    public static string Name<T>(T value) where T : struct, Enum => Camel(value.ToString());

    /// <summary>A name that comes as text already.</summary>
    public static string Camel(string name) => JsonNamingPolicy.CamelCase.ConvertName(name);

    public static T? Parse<T>(string text) where T : struct, Enum
    {
        foreach (var value in Enum.GetValues<T>())
        {
            if (Name(value) == text)
            {
                return value;
            }
        }

        return null;
    }

    public static string List<T>() where T : struct, Enum => string.Join(", ", Enum.GetValues<T>().Select(Name));
}
