using System.IO.Compression;
using System.Security.Cryptography;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Net.Http.Headers;

namespace Countersign.Web;

/// <summary>A script or style sheet that every page loads: from our own origin, compressed once, and kept by browsers until it changes.</summary>
internal sealed class PageFile
{
    private readonly Lazy<Served> served;
    private readonly string path;
    private readonly string type;

    private PageFile(string path, string type, Func<byte[]> read)
    {
        this.path = path;
        this.type = type;
        served = new Lazy<Served>(() => Prepare(read()));
    }

    public static PageFile Blazor { get; } = new("/_framework/blazor.web.js", "text/javascript", BlazorScript.Read);

    public static PageFile Script { get; } = new("/desk.js", "text/javascript", () => Resource("desk.js"));

    public static PageFile Style { get; } = new("/desk.css", "text/css", () => Resource("desk.css"));

    /// <summary>The file's address, which changes with its content.</summary>
    public string Address => $"{path[1..]}?v={served.Value.Version}";

    public static void MapAll(IEndpointRouteBuilder endpoints)
    {
        foreach (var file in new[] { Blazor, Script, Style })
        {
            endpoints.MapGet(file.path, file.Send).ExcludeFromDescription();
        }
    }

    private IResult Send(HttpContext context)
    {
        var file = served.Value;
        var zipped = context.Request.GetTypedHeaders().AcceptEncoding.Any(e => e.Value == "br" && e.Quality is null or > 0);
        context.Response.Headers.CacheControl = context.Request.Query.ContainsKey("v") ? "public, max-age=31536000, immutable" : "no-cache";
        context.Response.Headers.Vary = HeaderNames.AcceptEncoding;
        if (zipped)
        {
            context.Response.Headers.ContentEncoding = "br";
        }

        return TypedResults.Bytes(
            zipped ? file.Zipped : file.Plain, $"{type}; charset=utf-8",
            entityTag: new EntityTagHeaderValue($"\"{file.Version}{(zipped ? "-br" : "")}\""));
    }

    private static Served Prepare(byte[] plain)
    {
        var zipped = new MemoryStream();
        using (var brotli = new BrotliStream(zipped, CompressionLevel.Optimal))
        {
            brotli.Write(plain);
        }

        return new Served(plain, zipped.ToArray(), Convert.ToHexStringLower(SHA256.HashData(plain).AsSpan(0, 8)));
    }

    private static byte[] Resource(string name)
    {
        using var stream = typeof(PageFile).Assembly.GetManifestResourceStream(name)
            ?? throw new InvalidOperationException($"This build has no {name}.");
        var bytes = new byte[stream.Length];
        stream.ReadExactly(bytes);
        return bytes;
    }

    private sealed record Served(byte[] Plain, byte[] Zipped, string Version);
}
