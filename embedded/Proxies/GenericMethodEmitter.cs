using System.Reflection;
using System.Reflection.Emit;

namespace Orleans.Runtime;

/// <summary>Generates proxy methods for generic grain methods: they collect their arguments and are called by reflection.</summary>
internal static class GenericMethodEmitter
{
    public static void Emit(ModuleBuilder module, TypeBuilder proxy, GrainMethod method, int number)
    {
        var holder = module.DefineType($"{method.InterfaceType.FullName}.{method.Name}Method{number}", TypeAttributes.Class | TypeAttributes.Sealed);
        holder.DefineField("Descriptor", typeof(GrainMethod), FieldAttributes.Public | FieldAttributes.Static);
        var descriptor = holder.CreateType().GetField("Descriptor")!;
        descriptor.SetValue(null, method);

        var declaration = method.Method;
        var body = proxy.DefineMethod(
            $"{declaration.DeclaringType!.FullName}.{declaration.Name}",
            MethodAttributes.Private | MethodAttributes.Virtual | MethodAttributes.Final | MethodAttributes.HideBySig | MethodAttributes.NewSlot);
        var generics = body.DefineGenericParameters([.. declaration.GetGenericArguments().Select(argument => argument.Name)]);
        CopyConstraints(declaration.GetGenericArguments(), generics);
        body.SetParameters([.. declaration.GetParameters().Select(parameter => Map(parameter.ParameterType, generics))]);
        var result = Map(declaration.ReturnType, generics);
        body.SetReturnType(result);
        EmitBody(body.GetILGenerator(), descriptor, generics, declaration, result);
        proxy.DefineMethodOverride(body, declaration);
    }

    private static void EmitBody(ILGenerator il, FieldInfo descriptor, GenericTypeParameterBuilder[] generics, MethodInfo declaration, Type result)
    {
        il.Emit(OpCodes.Ldarg_0);
        il.Emit(OpCodes.Ldsfld, descriptor);
        EmitArray(il, typeof(Type), generics.Length, index =>
        {
            il.Emit(OpCodes.Ldtoken, generics[index]);
            il.Emit(OpCodes.Call, typeof(Type).GetMethod(nameof(Type.GetTypeFromHandle))!);
        });
        var parameters = declaration.GetParameters();
        EmitArray(il, typeof(object), parameters.Length, index =>
        {
            il.Emit(OpCodes.Ldarg, (short)(index + 1));
            il.Emit(OpCodes.Box, Map(parameters[index].ParameterType, generics));
        });
        il.Emit(OpCodes.Call, typeof(ReflectedCall).GetMethod(nameof(ReflectedCall.Send))!);
        if (result == typeof(void))
        {
            il.Emit(OpCodes.Pop);
        }
        else
        {
            il.Emit(OpCodes.Unbox_Any, result);
        }

        il.Emit(OpCodes.Ret);
    }

    private static void EmitArray(ILGenerator il, Type element, int length, Action<int> emitElement)
    {
        il.Emit(OpCodes.Ldc_I4, length);
        il.Emit(OpCodes.Newarr, element);
        for (var index = 0; index < length; index++)
        {
            il.Emit(OpCodes.Dup);
            il.Emit(OpCodes.Ldc_I4, index);
            emitElement(index);
            il.Emit(OpCodes.Stelem_Ref);
        }
    }

    private static void CopyConstraints(Type[] from, GenericTypeParameterBuilder[] to)
    {
        for (var index = 0; index < from.Length; index++)
        {
            to[index].SetGenericParameterAttributes(from[index].GenericParameterAttributes & ~GenericParameterAttributes.VarianceMask);
            var constraints = from[index].GetGenericParameterConstraints();
            if (constraints.FirstOrDefault(constraint => !constraint.IsInterface) is { } baseType)
            {
                to[index].SetBaseTypeConstraint(Map(baseType, to));
            }

            to[index].SetInterfaceConstraints([.. constraints.Where(constraint => constraint.IsInterface).Select(constraint => Map(constraint, to))]);
        }
    }

    private static Type Map(Type type, GenericTypeParameterBuilder[] generics)
    {
        if (type.IsGenericMethodParameter)
        {
            return generics[type.GenericParameterPosition];
        }

        if (type.IsArray)
        {
            return type.GetArrayRank() == 1 ? Map(type.GetElementType()!, generics).MakeArrayType() : Map(type.GetElementType()!, generics).MakeArrayType(type.GetArrayRank());
        }

        return type.ContainsGenericParameters && type.IsGenericType
            ? type.GetGenericTypeDefinition().MakeGenericType([.. type.GetGenericArguments().Select(argument => Map(argument, generics))])
            : type;
    }
}
