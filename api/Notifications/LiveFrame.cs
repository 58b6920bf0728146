using System.Buffers;
using System.Text;
using System.Text.Json;

namespace Countersign.Api.Notifications;

/// <summary>One event of the live stream, written once and sent to every client that wants it.</summary>
/// <param name="kind">Its name.</param>
/// <param name="id">What a client resumes by; null of events that are not kept.</param>
/// <param name="data">JSON.</param>
/// <param name="key">Of conflated events what they are about: a newer one takes the place of the one that waits. Null where every one is sent.</param>
internal sealed class LiveFrame(string kind, string? id, byte[] data, string? key = null)
{
    private byte[]? sse;
    private byte[]? message;

    public string Kind => kind;

    public string? Key => key;

    public ReadOnlySpan<byte> Data => data;

    /// <summary>As a Server-Sent Event.</summary>
    public ReadOnlyMemory<byte> Sse => sse ??= WriteSse();

    /// <summary>As the text of a WebSocket message: <c>{"event":…,"id":…,"data":…}</c>, without the id where there is none.</summary>
    public ReadOnlyMemory<byte> Message => message ??= WriteMessage();

    public static LiveFrame Of<T>(string kind, T data, string? id = null, string? key = null) =>
        new(kind, id, JsonSerializer.SerializeToUtf8Bytes(data, ApiJson.Options), key);

    private byte[] WriteSse() =>
        [.. Encoding.UTF8.GetBytes(id is null ? $"event: {kind}\ndata: " : $"id: {id}\nevent: {kind}\ndata: "), .. data, (byte)'\n', (byte)'\n'];

    private byte[] WriteMessage()
    {
        var buffer = new ArrayBufferWriter<byte>(data.Length + 64);
        using var writer = new Utf8JsonWriter(buffer);
        writer.WriteStartObject();
        writer.WriteString("event"u8, kind);
        if (id is not null)
        {
            writer.WriteString("id"u8, id);
        }

        writer.WritePropertyName("data"u8);
        writer.WriteRawValue(data, skipInputValidation: true);
        writer.WriteEndObject();
        writer.Flush();
        return buffer.WrittenSpan.ToArray();
    }
}
