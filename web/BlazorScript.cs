using System.IO.Compression;
using System.Reflection.Metadata;
using System.Reflection.PortableExecutable;
using System.Security.Cryptography;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Net.Http.Headers;

namespace Countersign.Web;

/// <summary>
/// Blazor's browser script, from our own origin. It is a resource of a framework assembly that the project file brings; the assembly itself
/// is only read, never loaded.
/// </summary>
internal static class BlazorScript
{
    public const string Path = "/_framework/blazor.web.js";

    private const string ResourceName = "_framework/blazor.web.js";
    private static readonly Lazy<Script> Served = new(Prepare);

    /// <summary>The script's address, which changes with its content.</summary>
    public static string Address => $"{Path[1..]}?v={Served.Value.Version}";

    public static void MapBlazorScript(this IEndpointRouteBuilder endpoints) => endpoints.MapGet(Path, Send).ExcludeFromDescription();

    private static IResult Send(HttpContext context)
    {
        var script = Served.Value;
        var zipped = context.Request.GetTypedHeaders().AcceptEncoding.Any(e => e.Value == "br" && e.Quality is null or > 0);
        context.Response.Headers.CacheControl = context.Request.Query.ContainsKey("v") ? "public, max-age=31536000, immutable" : "no-cache";
        context.Response.Headers.Vary = HeaderNames.AcceptEncoding;
        if (zipped)
        {
            context.Response.Headers.ContentEncoding = "br";
        }

        return TypedResults.Bytes(
            zipped ? script.Zipped : script.Plain, "text/javascript; charset=utf-8",
            entityTag: new EntityTagHeaderValue($"\"{script.Version}{(zipped ? "-br" : "")}\""));
    }

    private static Script Prepare()
    {
        var plain = Read();
        var zipped = new MemoryStream();
        using (var brotli = new BrotliStream(zipped, CompressionLevel.Optimal))
        {
            brotli.Write(plain);
        }

        return new Script(plain, zipped.ToArray(), Convert.ToHexStringLower(SHA256.HashData(plain).AsSpan(0, 8)));
    }

    private static byte[] Read()
    {
        using var assembly = typeof(BlazorScript).Assembly.GetManifestResourceStream("blazor-script.dll")
            ?? throw new InvalidOperationException("This build has no Blazor script.");
        using var image = new PEReader(assembly);
        var metadata = image.GetMetadataReader();
        foreach (var handle in metadata.ManifestResources)
        {
            var resource = metadata.GetManifestResource(handle);
            if (metadata.StringComparer.Equals(resource.Name, ResourceName))
            {
                // ECMA-335 II.24.2.4: a resource stands at its offset in the resources directory, after its length.
                var start = image.PEHeaders.CorHeader!.ResourcesDirectory.RelativeVirtualAddress + (int)resource.Offset;
                var reader = image.GetSectionData(start).GetReader();
                return reader.ReadBytes(reader.ReadInt32());
            }
        }

        throw new InvalidOperationException("The assembly that should bring the Blazor script does not hold it.");
    }

    private sealed record Script(byte[] Plain, byte[] Zipped, string Version);
}
