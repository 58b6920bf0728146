using System.Reflection;
using System.Text.Json.Nodes;
using Countersign.Api.Requests;
using Countersign.Grains.Audit;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc.Infrastructure;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.Net.Http.Headers;
using Microsoft.OpenApi;

namespace Countersign.Api.OpenApi;

/// <summary>Says of parameters what they hold and what they mean, where the endpoint's own words do not.</summary>
internal static class ApiParameters
{
    private static readonly Dictionary<string, string> Meanings = new()
    {
        ["limit"] = $"How many items, 1 to {PageRequest.LimitMax}; {Paging.LimitDefault} where absent.",
        ["cursor"] = "The next of the part before this one.",
        [IdempotencyKey.Header] = "Names the command, 1 to 128 characters: a repeat with the same key is carried out once.",
        ["accountId"] = "The account, `a-…`.",
        ["backtestId"] = "The backtest, `b-…`.",
        ["decisionId"] = "The decision, as the list of decisions names it.",
        ["If-Match"] = "Only where the thing is still as this tag tells, such as `\"7\"`; in any case where absent.",
        ["ideaId"] = "The idea, `i-…`.",
        ["invitationId"] = "The invitation, as the list of invitations names it.",
        ["keyId"] = "The API key, `k-…`.",
        ["name"] = "Its name.",
        ["orderId"] = "The order, unique within its account.",
        ["importId"] = "The import, `imp-…`.",
        ["webhookId"] = "The webhook, `w-…`.",
        ["deliveryId"] = "The message, `msg_…`, as the webhook's deliveries list it.",
        ["passkeyId"] = "The passkey, as the sign-in security lists it.",
        ["positionId"] = "The position, `p-…`.",
        ["sessionId"] = "The session, as the list of sessions names it.",
        ["snapshotId"] = "The snapshot, as the list of snapshots names it.",
        ["strategyId"] = "The strategy, `s-…`.",
        ["symbol"] = "The instrument, such as `EURUSD`.",
        ["tenantId"] = "The tenant, `t-…`.",
        ["userId"] = "The member, `u-…`.",
        ["version"] = "The number of the version, from 1.",
    };

    /// <summary>The parameters that every endpoint of a kind takes without saying so itself.</summary>
    public static void Add(OpenApiOperation operation, OpenApiOperationTransformerContext context)
    {
        var answer = context.Description.SupportedResponseTypes.FirstOrDefault(r => r.StatusCode == StatusCodes.Status200OK)?.Type;
        var order = context.Description.ActionDescriptor.EndpointMetadata.OfType<PageOrderAttribute>().FirstOrDefault();
        var shape = answer is null || answer == typeof(string) || answer == typeof(void) ? null
            : AnswerType.OfBody(answer, operation.Parameters?.Any(p => p.Name == "cursor") == true, order);
        if (context.Description.HttpMethod == HttpMethods.Get && shape is not null)
        {
            Add(operation, AnswerShape.Fields, ParameterLocation.Query, $"Only these fields{(shape.IsList ? " of each item" : "")}, separated by commas; the others are left out, also those that the schema requires.");
            if (shape.Sorts.Count > 0)
            {
                var turned = order is null ? "" : $" `{order.Usual}` where absent; a cursor is of the order that it was given in.";
                Add(
                    operation, ListSort.Parameter, ParameterLocation.Query, $"The order: by a field, with - before it for the other way round.{turned}",
                    [.. ListSort.Choices(shape.Sorts)]);
            }

            if (!shape.IsList)
            {
                Add(operation, HeaderNames.IfNoneMatch, ParameterLocation.Header, "The ETag of what the caller has: where it is still right the answer is 304 without a body.");
            }
        }

        if (context.Description.ActionDescriptor.EndpointMetadata.OfType<StateOf>().FirstOrDefault() is { } state)
        {
            Add(operation, HeaderNames.IfMatch, ParameterLocation.Header, $"The ETag of `{state.Operation}`: where it is not the present one nothing is done and the answer is 412.");
        }
    }

    private static void Add(OpenApiOperation operation, string name, ParameterLocation location, string description, IReadOnlyList<string>? choices = null)
    {
        operation.Parameters ??= [];
        operation.Parameters.Add(new OpenApiParameter
        {
            Name = name, In = location, Description = description, Schema = choices is null ? new OpenApiSchema { Type = JsonSchemaType.String } : OneOf(choices),
        });
    }

    private static OpenApiSchema OneOf(IEnumerable<string> choices) => new() { Type = JsonSchemaType.String, Enum = [.. choices.Select(c => (JsonNode)c)] };

    public static void Complete(OpenApiParameter parameter, OpenApiOperationTransformerContext context)
    {
        if (Meanings.TryGetValue(parameter.Name!, out var meaning))
        {
            parameter.Description ??= meaning;
        }

        var described = (context.Description.ParameterDescriptions.FirstOrDefault(p => p.Name == parameter.Name)?.ParameterDescriptor
            as IParameterInfoParameterDescriptor)?.ParameterInfo;
        var value = described?.GetCustomAttribute<QueryValueAttribute>();
        var names = described?.GetCustomAttribute<QueryNamesAttribute>();
        parameter.Required |= value?.Required == true;
        if (names?.Several == true)
        {
            (parameter.Style, parameter.Explode) = (ParameterStyle.Form, false);
        }

        parameter.Schema = (value?.Type, parameter.Name) switch
        {
            _ when names?.Several == true => new OpenApiSchema { Type = JsonSchemaType.Array, Items = OneOf(names.Names) },
            _ when names is not null => OneOf(names.Names),
            ({ } type, _) => SchemaOf(type),
            (_, "limit") => SchemaOf(typeof(int)),
            (_, "from" or "to") => SchemaOf(typeof(DateTimeOffset)),
            _ => parameter.Schema,
        };
    }

    private static OpenApiSchema SchemaOf(Type type) => type switch
    {
        _ when type == typeof(string) => new OpenApiSchema { Type = JsonSchemaType.String },
        _ when type == typeof(int) => new OpenApiSchema { Type = JsonSchemaType.Integer, Format = "int32", Minimum = "1" },
        _ when type == typeof(bool) => new OpenApiSchema { Type = JsonSchemaType.Boolean },
        _ when type == typeof(DateTimeOffset) => new OpenApiSchema { Type = JsonSchemaType.String, Format = "date-time" },
        _ when type.IsEnum => OneOf(Enum.GetNames(type).Select(Choice.Camel)),
        _ => throw new NotSupportedException($"A query holds no {type.Name}."),
    };
}
