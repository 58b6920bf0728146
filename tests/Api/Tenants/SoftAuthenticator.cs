using System.Buffers.Binary;
using System.Buffers.Text;
using System.Formats.Cbor;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Countersign.Tests.Api.Tenants;

/// <summary>An authenticator with one ES256 passkey, as WebAuthn Level 2 has it: what a browser and a device do together.</summary>
internal sealed class SoftAuthenticator : IDisposable
{
    private const byte UserPresent = 0x01;
    private const byte UserVerified = 0x04;
    private const byte HasCredential = 0x40;

    private readonly ECDsa key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
    private readonly byte[] id = SHA256.HashData("the passkey's id"u8)[..16];
    private string userHandle = string.Empty;

    /// <summary>Which page asks.</summary>
    public string Origin { get; init; } = "http://localhost:8080";

    public uint SignCount { get; set; }

    /// <summary>Makes the passkey.</summary>
    public JsonObject Register(JsonElement options)
    {
        userHandle = options.GetProperty("user").GetProperty("id").GetString()!;
        var domain = options.GetProperty("rp").GetProperty("id").GetString()!;
        var data = Data(domain, UserPresent | UserVerified | HasCredential).Concat(new byte[16])
            .Concat((byte[])[0, (byte)id.Length]).Concat(id).Concat(PublicKey()).ToArray();
        var writer = new CborWriter(CborConformanceMode.Ctap2Canonical);
        writer.WriteStartMap(3);
        writer.WriteTextString("fmt");
        writer.WriteTextString("none");
        writer.WriteTextString("attStmt");
        writer.WriteStartMap(0);
        writer.WriteEndMap();
        writer.WriteTextString("authData");
        writer.WriteByteString(data);
        writer.WriteEndMap();
        return Answer(new JsonObject
        {
            ["clientDataJSON"] = Encode(ClientData("webauthn.create", options)),
            ["attestationObject"] = Encode(writer.Encode()),
            ["transports"] = new JsonArray("internal"),
        });
    }

    /// <summary>Signs in with it.</summary>
    public JsonObject SignIn(JsonElement options)
    {
        SignCount++;
        var data = Data(options.GetProperty("rpId").GetString()!, UserPresent | UserVerified);
        var client = ClientData("webauthn.get", options);
        var signature = key.SignData([.. data, .. SHA256.HashData(client)], HashAlgorithmName.SHA256, DSASignatureFormat.Rfc3279DerSequence);
        return Answer(new JsonObject
        {
            ["clientDataJSON"] = Encode(client), ["authenticatorData"] = Encode(data), ["signature"] = Encode(signature),
            ["userHandle"] = userHandle,
        });
    }

    public void Dispose() => key.Dispose();

    private byte[] Data(string domain, byte flags)
    {
        var data = new byte[37];
        SHA256.HashData(Encoding.UTF8.GetBytes(domain), data);
        data[32] = flags;
        BinaryPrimitives.WriteUInt32BigEndian(data.AsSpan(33), SignCount);
        return data;
    }

    private byte[] ClientData(string type, JsonElement options) => JsonSerializer.SerializeToUtf8Bytes(
        new { type, challenge = options.GetProperty("challenge").GetString(), origin = Origin, crossOrigin = false });

    // COSE (RFC 9052): EC2, ES256, P-256.
    private byte[] PublicKey()
    {
        var point = key.ExportParameters(includePrivateParameters: false).Q;
        var writer = new CborWriter(CborConformanceMode.Ctap2Canonical);
        writer.WriteStartMap(5);
        foreach (var (name, value) in ((int, int)[])[(1, 2), (3, -7), (-1, 1)])
        {
            writer.WriteInt32(name);
            writer.WriteInt32(value);
        }

        writer.WriteInt32(-2);
        writer.WriteByteString(point.X!);
        writer.WriteInt32(-3);
        writer.WriteByteString(point.Y!);
        writer.WriteEndMap();
        return writer.Encode();
    }

    private JsonObject Answer(JsonObject response) => new()
    {
        ["id"] = Encode(id), ["rawId"] = Encode(id), ["type"] = "public-key", ["clientExtensionResults"] = new JsonObject(),
        ["response"] = response,
    };

    private static string Encode(byte[] bytes) => Base64Url.EncodeToString(bytes);
}
