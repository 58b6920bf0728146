using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;
using Microsoft.OpenApi;

namespace Countersign.Api.OpenApi.Clients;

/// <summary>
/// Writes a small TypeScript client from the OpenAPI document: one module without dependencies, for anything that has <c>fetch</c>. Unlike the C#
/// client it declares its types, from the document's schemas.
/// </summary>
internal static partial class TypeScriptClient
{
    private const string Frame = """
        export type Refused = { readonly ok: false; readonly status: number; readonly problem: Problem };
        export type Done<T> = { readonly ok: true; readonly status: number; readonly value: T; readonly etag: string | null };
        export type Answer<T> = Done<T> | Refused;

        type Values = Readonly<Record<string, string | number | boolean | undefined>>;

        export class CountersignClient {
          constructor(private readonly root: string, private readonly bearer: () => string | null) {}

          private async send<T>(method: string, path: string, query: Values, headers: Values, body: unknown, text: boolean): Promise<Answer<T>> {
            const address = new URL(path, this.root);
            for (const [name, value] of Object.entries(query)) {
              if (value !== undefined) address.searchParams.set(name, String(value));
            }
            const sent = new Headers();
            for (const [name, value] of Object.entries(headers)) {
              if (value !== undefined) sent.set(name, String(value));
            }
            const bearer = this.bearer();
            if (bearer !== null) sent.set("Authorization", `Bearer ${bearer}`);
            if (body !== undefined) sent.set("Content-Type", "application/json");
            const answer = await fetch(address, { method, headers: sent, ...(body === undefined ? {} : { body: JSON.stringify(body) }) });
            if (!answer.ok) return { ok: false, status: answer.status, problem: (await answer.json()) as Problem };
            const value = answer.status === 204 ? undefined : text ? await answer.text() : await answer.json();
            return { ok: true, status: answer.status, value: value as T, etag: answer.headers.get("ETag") };
          }

        """;

    /// <summary>The module's text.</summary>
    public static string Write(OpenApiDocument document)
    {
        var text = new StringBuilder("// Written from the OpenAPI document.\n\n");
        foreach (var (name, schema) in document.Components?.Schemas ?? new Dictionary<string, IOpenApiSchema>())
        {
            text.Append("export type ").Append(name).Append(" = ").Append(TypeOf(schema, 0)).Append(";\n\n");
        }

        text.Append(Frame);
        foreach (var operation in ClientOperation.Of(document))
        {
            text.Append('\n').Append(WriteOperation(operation));
        }

        return text.Append("}\n").ToString();
    }

    private static string WriteOperation(ClientOperation operation)
    {
        var path = operation.Parameters.Where(p => p.In == ParameterLocation.Path).ToArray();
        var query = operation.Parameters.Where(p => p.In == ParameterLocation.Query).ToArray();
        var headers = operation.Parameters.Where(p => p.In == ParameterLocation.Header).ToArray();
        var (result, isText) = operation.Answer switch
        {
            ClientAnswer.Json json => (TypeOf(json.Schema, 1), false),
            ClientAnswer.File => ("string", true),
            _ => ("void", false),
        };
        string[] arguments =
        [
            .. path.Select(p => $"{p.Name}: string"),
            .. operation.Body is { } body ? [$"body: {TypeOf(body, 1)}"] : Array.Empty<string>(),
            .. query.Length > 0 ? [$"query: {{ {string.Join("; ", query.Select(Member))} }}{(query.Any(q => q.Required) ? "" : " = {}")}"] : Array.Empty<string>(),
            .. headers.Length > 0 ? [$"headers: {{ {string.Join("; ", headers.Select(Member))} }} = {{}}"] : Array.Empty<string>(),
        ];
        var address = Braces().Replace(operation.Path, "$${encodeURIComponent($1)}");
        return $"  /** {operation.Summary}. */\n"
            + $"  {char.ToLowerInvariant(operation.Id[0])}{operation.Id[1..]}({string.Join(", ", arguments)}): Promise<Answer<{result}>> {{\n"
            + $"    return this.send<{result}>(\"{operation.Method}\", `{address}`, {(query.Length > 0 ? "query" : "{}")}, "
            + $"{(headers.Length > 0 ? "headers" : "{}")}, {(operation.Body is null ? "undefined" : "body")}, {(isText ? "true" : "false")});\n  }}\n";
    }

    private static string Member(IOpenApiParameter parameter) =>
        $"{JsonSerializer.Serialize(parameter.Name)}{(parameter.Required ? "" : "?")}: {TypeOf(parameter.Schema!, 1)}";

    private static string TypeOf(IOpenApiSchema schema, int depth)
    {
        if (schema is OpenApiSchemaReference { Reference.Id: { } name })
        {
            return name;
        }

        if ((schema.OneOf ?? schema.AnyOf) is { Count: > 0 } choices)
        {
            return string.Join(" | ", choices.Select(c => TypeOf(c, depth)));
        }

        if (schema.Enum is { Count: > 0 } values)
        {
            return string.Join(" | ", values.Select(v => v?.ToJsonString() ?? "null"));
        }

        return schema.Type is { } type ? string.Join(" | ", Enum.GetValues<JsonSchemaType>().Where(t => type.HasFlag(t)).Select(t => TypeOf(t, schema, depth))) : "unknown";
    }

    private static string TypeOf(JsonSchemaType type, IOpenApiSchema schema, int depth) => type switch
    {
        JsonSchemaType.Null => "null",
        JsonSchemaType.Boolean => "boolean",
        JsonSchemaType.Integer or JsonSchemaType.Number => "number",
        JsonSchemaType.String => "string",
        JsonSchemaType.Array => $"ReadonlyArray<{(schema.Items is { } items ? TypeOf(items, depth) : "unknown")}>",
        JsonSchemaType.Object when schema.Properties is { Count: > 0 } properties => ObjectOf(schema, properties, depth),
        JsonSchemaType.Object when schema.AdditionalProperties is { } values => $"Readonly<Record<string, {TypeOf(values, depth)}>>",
        JsonSchemaType.Object => "Readonly<Record<string, never>>",
        _ => throw new NotSupportedException($"There is no TypeScript for {type}."),
    };

    private static string ObjectOf(IOpenApiSchema schema, IDictionary<string, IOpenApiSchema> properties, int depth)
    {
        var indent = new string(' ', 2 * (depth + 1));
        var text = new StringBuilder("{\n");
        foreach (var (name, property) in properties)
        {
            text.Append(indent).Append("readonly ").Append(JsonSerializer.Serialize(name)).Append(schema.Required?.Contains(name) == true ? ": " : "?: ")
                .Append(TypeOf(property, depth + 1)).Append(";\n");
        }

        return text.Append(indent.AsSpan(2)).Append('}').ToString();
    }

    [GeneratedRegex(@"\{(\w+)\}")]
    private static partial Regex Braces();
}
